using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Whether objects that exist can have a field that the new build adds, and with what value.</summary>
internal sealed class AddedFieldRules(AssemblyMatch match, DiagnosticSink sink, HookRules hooks, bool takesServices)
{
    private readonly ConstructedValues _constructed = new(match, takesServices);
    private readonly List<AddedField> _added = [];

    /// <summary>The fields that passed.</summary>
    public IReadOnlyList<AddedField> Added => _added;

    /// <summary>
    /// What objects that exist have in a deployed field that changed its type, as the new field has it; null where it would not be the
    /// same value, a hook says it, or nobody has ever put anything there but the initialiser's value.
    /// </summary>
    public DerivedValue? ConvertValue(FieldDefinition deployed, FieldDefinition field) =>
        RetypedField.Convert(deployed, field) is { } value && hooks.InitialiserOf(field) is null && !hooks.Sets(field)
        && (!FindInitialiser(field).Fits || IsWrittenLater(deployed))
            ? value
            : null;

    /// <summary>Judges a new instance field of a deployed type.</summary>
    /// <param name="field">The field.</param>
    /// <param name="converted">What objects that exist have in the deployed field of the name, as this field has it; null where it has none.</param>
    public void Check(FieldDefinition field, DerivedValue? converted)
    {
        var type = field.DeclaringType;
        if (type.IsValueType)
        {
            Report(EditDiagnostics.InstanceFieldAdded, field);
            return;
        }

        var constructors = ConstructorsOf(type);
        var (initialiser, fits) = FindInitialiser(field);
        var existing = hooks.InitialiserOf(field);
        var needsValue = converted is null && !fits && existing is null && !UnmadeTypes.Contains(match.OldOf(type)!, match) && !hooks.Sets(field)
            && constructors.Any(c => ConstructorWrites.Has(c, field)) && IsReadElsewhere(field);
        var served = needsValue ? SerialiserFields.FindValue(field) : null;
        var derived = served ?? (needsValue ? _constructed.Find(field) : null);
        var added = new AddedField(field, fits && existing is null && converted is null ? initialiser : null, field.Name)
        {
            ForExisting = existing,
            Derived = converted ?? (derived is { IsDefault: false } ? derived : null),
            IsUnproven = needsValue && derived is null,
        };
        _added.Add(added);
        // What a generator wrote is nobody's business.
        if (served is not null)
            return;
        if (!field.IsPrivate)
            Report(EditDiagnostics.NotVisibleToReflection, field);
        if (added.Derived is { Services: { Count: > 0 } services })
            sink.Report(EditDiagnostics.FieldFromServices.At(ReadableName.Describe(field), SymbolLocation.Find(type), ReadableName.Describe(field), string.Join(", ", services.Select(ReadableName.Describe))));
        else if (added.Derived is not null && converted is null)
            Report(EditDiagnostics.FieldDerived, field);
        if (added.Initialiser is { } code && InitialiserEffects.Has(code))
            Report(EditDiagnostics.InitialiserRunsLate, field);
    }

    private static List<MethodDefinition> ConstructorsOf(TypeDefinition type) =>
        [.. type.Methods.Where(static m => m.IsConstructor && !m.IsStatic && m.HasBody && !IsCopyConstructor(m))];

    // The same in all constructors that have initialisers.
    private (Initialiser? Initialiser, bool Fits) FindInitialiser(FieldDefinition field)
    {
        var rows = ConstructorsOf(field.DeclaringType).Select(InitialiserReader.Read).Where(static r => r is not null)
            .Select(r => r!.FirstOrDefault(i => i.Field == field)).ToList();
        var first = rows.FirstOrDefault();
        return (first, rows.All(r => r is not null && r.StandsAlone && r.Text == first!.Text && _constructed.ReadsSettled(r)));
    }

    private static bool IsWrittenLater(FieldDefinition field) =>
        field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly
        || field.Module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody && !m.IsConstructor)
            .Any(m => Names(m, field, Code.Stfld) || m.Body.Instructions.Any(i => i.OpCode.Code == Code.Ldflda && !AskedAddress.Is(i) && NamedOperand.Names(i, field)));

    // That of a record, or of a message of protoc's, takes every value from the other object.
    private static bool IsCopyConstructor(MethodDefinition constructor) =>
        constructor.Parameters.Count == 1 && constructor.Parameters[0].ParameterType.GetElementType() == constructor.DeclaringType
        && (SourceGenerated.IsOfMessage(constructor) || constructor.DeclaringType.Methods.Any(static m => m.Name == "<Clone>$"));

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
