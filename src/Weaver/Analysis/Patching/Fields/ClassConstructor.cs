using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>A static constructor, taken apart: the initialisers of static fields, then whatever else it does.</summary>
internal sealed class ClassConstructor
{
    private readonly MethodDefinition _method;
    private readonly IReadOnlyList<Initialiser> _initialisers;

    private ClassConstructor(MethodDefinition method)
    {
        _method = method;
        _initialisers = InitialiserReader.Read(method) ?? [];
    }

    /// <summary>The static constructor of a type; null where it has none.</summary>
    public static ClassConstructor? Find(TypeDefinition type) => MethodOf(type) is { } method ? new ClassConstructor(method) : null;

    /// <summary>The static constructor of a type, as a whole.</summary>
    public static MethodDefinition? MethodOf(TypeDefinition type) => type.Methods.FirstOrDefault(static m => m is { IsConstructor: true, IsStatic: true, HasBody: true });

    /// <summary>What gives a static field its first value: the static constructor of its type, or in F# the initialisation of its file; null where there is nothing.</summary>
    public static ClassConstructor? Find(FieldDefinition field) =>
        StartupCode.FindConstructor(field) is { } startup && startup.DeclaringType != field.DeclaringType ? new ClassConstructor(startup)
            : Find(field.DeclaringType) ?? (StartupCode.FindConstructor(field) is { } own ? new ClassConstructor(own) : null);

    public MethodDefinition Method => _method;

    /// <summary>The initialisers, in the order in which they run.</summary>
    public IReadOnlyList<Initialiser> Initialisers => _initialisers;

    /// <summary>What follows the initialisers, but for what does nothing.</summary>
    public IReadOnlyList<Instruction> Rest =>
        [.. _method.Body.Instructions.Skip(_initialisers.Count == 0 ? 0 : _initialisers[_initialisers.Count - 1].Last + 1).SkipWhile(static i => i.OpCode.Name.StartsWith("stloc", StringComparison.Ordinal)).Where(static i => i.OpCode.Code is not (Code.Nop or Code.Ret))];

    /// <summary>The code that gives a field its first value; null where there is none.</summary>
    public Initialiser? InitialiserOf(FieldDefinition field) =>
        StartupCode.IsProgress(field) ? _initialisers.LastOrDefault(i => i.Field == field) : _initialisers.FirstOrDefault(i => i.Field == field);

    /// <summary>Whether the constructor fills the field beside its initialiser: writes it, takes its address, or may change what it refers to.</summary>
    public bool FillsElsewhere(FieldDefinition field)
    {
        if (StartupCode.IsProgress(field))
            return false;
        var initialiser = InitialiserOf(field);
        var others = _initialisers.Where(i => i != initialiser).SelectMany(static i => i.Instructions).Where(static i => i.OpCode.Code != Code.Ldsfld);
        var rest = Rest.Where(i => i.OpCode.Code != Code.Ldsfld || !IsOfValue(field));
        return others.Concat(rest).Any(i => NamedOperand.Names(i, field)
            || (!IsOfValue(field) && AutomaticProperties.LoadedBy(i) == field));
    }

    private static bool IsOfValue(FieldDefinition field) => field.FieldType.IsPrimitive || field.FieldType.MetadataType == MetadataType.String;
}
