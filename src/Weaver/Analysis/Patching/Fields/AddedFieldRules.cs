using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Whether objects that exist can have a field that the new build adds, and with what value.</summary>
internal sealed class AddedFieldRules(AssemblyMatch match, DiagnosticSink sink, HookRules hooks)
{
    private readonly ConstructedValues _constructed = new(match);
    private readonly List<AddedField> _added = [];

    /// <summary>The fields that passed.</summary>
    public IReadOnlyList<AddedField> Added => _added;

    /// <summary>Judges a new instance field of a deployed type.</summary>
    public void Check(FieldDefinition field)
    {
        var type = field.DeclaringType;
        if (type.IsValueType)
        {
            Report(EditDiagnostics.InstanceFieldAdded, field);
            return;
        }

        var constructors = type.Methods.Where(static m => m.IsConstructor && !m.IsStatic && m.HasBody && !IsCopyConstructor(m)).ToList();
        var rows = constructors.Select(InitialiserReader.Read).Where(static r => r is not null).Select(r => r!.FirstOrDefault(i => i.Field == field)).ToList();
        var initialiser = rows.FirstOrDefault();
        var fits = rows.All(r => r is not null && r.StandsAlone && r.Text == initialiser!.Text);
        var existing = hooks.InitialiserOf(field);
        var needsValue = !fits && existing is null && !hooks.Sets(field) && constructors.Any(c => ConstructorWrites.Has(c, field)) && IsReadElsewhere(field);
        var derived = needsValue ? _constructed.Find(field) : null;
        var added = new AddedField(field, fits && existing is null ? initialiser : null, field.Name)
        {
            ForExisting = existing,
            Derived = derived is { IsDefault: false } ? derived : null,
            IsUnproven = needsValue && derived is null,
        };
        _added.Add(added);
        if (!field.IsPrivate)
            Report(EditDiagnostics.NotVisibleToReflection, field);
        if (added.Derived is not null)
            Report(EditDiagnostics.FieldDerived, field);
        if (added.Initialiser is { } code && InitialiserEffects.Has(code))
            Report(EditDiagnostics.InitialiserRunsLate, field);
    }

    // A record's copy constructor takes every value from the other object.
    private static bool IsCopyConstructor(MethodDefinition constructor) =>
        constructor.Parameters.Count == 1 && constructor.Parameters[0].ParameterType.GetElementType() == constructor.DeclaringType
        && constructor.DeclaringType.Methods.Any(static m => m.Name == "<Clone>$");

    private static bool IsReadElsewhere(FieldDefinition field) =>
        field.Module.GetTypes().SelectMany(static t => t.Methods)
            .Where(static m => m.HasBody && !m.IsConstructor)
            .Any(m => Names(m, field, Code.Ldfld) || Names(m, field, Code.Ldflda));

    private static bool Names(MethodDefinition method, FieldDefinition field, Code code) =>
        method.Body.Instructions.Any(i => i.OpCode.Code == code && i.Operand is FieldReference reference && reference.Name == field.Name
            && reference.DeclaringType.GetElementType() == field.DeclaringType);

    private void Report(DiagnosticDescriptor descriptor, FieldDefinition field) =>
        sink.Report(descriptor.At(ReadableName.Describe(field), SymbolLocation.Find(field.DeclaringType), ReadableName.Describe(field)));
}
