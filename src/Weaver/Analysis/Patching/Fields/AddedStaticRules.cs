using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Whether a patch can give a static field that the new build adds its first value.</summary>
internal sealed class AddedStaticRules(AssemblyMatch match, DiagnosticSink sink)
{
    private readonly RowText _text = new(match.NewKeys);
    private readonly List<AddedField> _added = [];

    /// <summary>The fields that passed.</summary>
    public IReadOnlyList<AddedField> Added => _added;

    /// <summary>Judges a new static field of a deployed type.</summary>
    public void Check(FieldDefinition field)
    {
        var constructor = ClassConstructor.Of(field);
        var initialiser = constructor?.InitialiserOf(field);
        // A static constructor that does more with the field than to initialise it would have to run again.
        if (constructor is not null && (constructor.FillsElsewhere(field) || initialiser is { StandsAlone: false }))
        {
            Report(EditDiagnostics.StaticNeedsConstructor, field);
            return;
        }

        var added = new AddedField(field, initialiser, AddedField.StaticKey(field, initialiser, _text));
        if (added.IsOfThreads)
            added = added with { Initialiser = null };
        _added.Add(added);
        if (!field.IsPrivate)
            Report(EditDiagnostics.NotVisibleToReflection, field);
        if (added.IsOfThreads && initialiser is not null)
            Report(EditDiagnostics.ThreadStaticInitialiser, field);
        else if (initialiser is not null && InitialiserEffects.Has(initialiser))
            Report(EditDiagnostics.InitialiserRunsInPrepare, field);
    }

    private void Report(DiagnosticDescriptor descriptor, FieldDefinition field) =>
        sink.Report(descriptor.At(ReadableName.Of(field), SymbolLocation.Of(field.DeclaringType), ReadableName.Of(field)));
}
