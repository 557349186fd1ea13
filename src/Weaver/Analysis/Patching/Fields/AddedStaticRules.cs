using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Whether a patch can give a static field that the new build adds its first value.</summary>
internal sealed class AddedStaticRules(AssemblyMatch match, DiagnosticSink sink, HookRules hooks)
{
    private readonly RowText _text = new(match.NewKeys);
    private readonly FilledStatics _filled = new(match);
    private readonly List<AddedField> _added = [];

    /// <summary>The fields that passed.</summary>
    public IReadOnlyList<AddedField> Added => _added;

    /// <summary>Judges a new static field of a deployed type.</summary>
    public void Check(FieldDefinition field)
    {
        var constructor = ClassConstructor.Find(field);
        var initialiser = constructor?.InitialiserOf(field);
        var added = new AddedField(field, initialiser, AddedField.StaticKey(field, initialiser, _text));
        var isFilled = initialiser is not null;
        if (constructor is not null && _filled.Judge(field, constructor) is { } attempt)
        {
            isFilled = true;
            if (attempt.Obstacle is { } obstacle && !hooks.SetsStatic(field) && !added.IsOfThreads)
            {
                Report(EditDiagnostics.StaticNeedsConstructor, field, obstacle);
                return;
            }

            added = new AddedField(field, null, field.Name) { Fill = attempt.Fill, Alone = _filled.Alone(field, constructor) };
        }

        if (added.IsOfThreads)
            added = added with { Initialiser = null, Fill = null, Alone = null };
        _added.Add(added);
        if (!field.IsPrivate)
            Report(EditDiagnostics.NotVisibleToReflection, field);
        if (added.IsOfThreads && isFilled)
            Report(EditDiagnostics.ThreadStaticInitialiser, field);
        else if ((added.Initialiser?.Instructions ?? added.Fill?.Instructions) is { } code && InitialiserEffects.Has(code))
            Report(EditDiagnostics.InitialiserRunsInPrepare, field);
    }

    private void Report(DiagnosticDescriptor descriptor, FieldDefinition field, params object[] more) =>
        sink.Report(descriptor.At(ReadableName.Describe(field), SymbolLocation.Find(field.DeclaringType), [ReadableName.Describe(field), .. more]));
}
