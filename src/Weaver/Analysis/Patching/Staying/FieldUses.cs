using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Staying;

/// <summary>What a body does with a field.</summary>
/// <param name="Body">The body.</param>
/// <param name="Code">The instructions that name the field.</param>
internal sealed record FieldUse(MethodDefinition Body, IReadOnlyList<Instruction> Code)
{
    /// <summary>Whether the body puts something into the field itself.</summary>
    public bool Writes => Code.Any(static i => i.OpCode.Code is Mono.Cecil.Cil.Code.Stfld or Mono.Cecil.Cil.Code.Stsfld or Mono.Cecil.Cil.Code.Ldflda or Mono.Cecil.Cil.Code.Ldsflda);
}

/// <summary>Finds the bodies that name a field.</summary>
internal static class FieldUses
{
    /// <summary>The deployed bodies that name a deployed field, in the order of the assemblies.</summary>
    public static List<FieldUse> FindDeployed(FieldDefinition field, IReadOnlyList<AssemblyMatch> matches) => Find(field, [.. matches.Select(static m => m.Pair.Old)], matches[0].Pair.Raw);

    /// <summary>The bodies of the new builds that name a field of them, in the order of the assemblies.</summary>
    public static List<FieldUse> FindNew(FieldDefinition field, IReadOnlyList<AssemblyMatch> matches) => Find(field, [.. matches.Select(static m => m.Pair.New)], matches[0].Pair.Raw);

    /// <summary>The bodies of a field's own module that name it.</summary>
    public static List<FieldUse> FindOwn(FieldDefinition field) => Find(field, [field.Module], RawModules.None);

    private static List<FieldUse> Find(FieldDefinition field, IReadOnlyList<ModuleDefinition> modules, RawModules raw) =>
        [.. Bodies(field, modules, raw).Select(m => new FieldUse(m, [.. m.Body.Instructions.Where(i => Names(i, field))])).Where(static u => u.Code.Count > 0)];

    private static IEnumerable<MethodDefinition> Bodies(FieldDefinition field, IReadOnlyList<ModuleDefinition> modules, RawModules raw)
    {
        if (field.IsPrivate)
            return Types(Outermost(field.DeclaringType)).SelectMany(static t => t.Methods).Where(static m => m.HasBody);
        return modules.SelectMany(m => raw.Find(m) is { } image ? Scan(image, field) : m.GetTypes().SelectMany(static t => t.Methods).Where(static b => b.HasBody));
    }

    private static IEnumerable<MethodDefinition> Scan(RawModule raw, FieldDefinition field)
    {
        var known = new Dictionary<int, bool>();
        foreach (var method in raw.Module.GetTypes().SelectMany(static t => t.Methods))
        {
            if (raw.IsMovedBody((int)method.MetadataToken.RID) || !method.HasBody)
                continue;
            if (raw.BodyOf(method) is not { } body || NamesIn(new RawCode(raw.Image.Bytes, body)))
                yield return method;
        }

        bool NamesIn(RawCode code)
        {
            while (code.Advance())
            {
                if (code.Operand == RawOperand.Member && code.Token >>> 24 is MetadataTables.Field or MetadataTables.MemberRef && Is(code.Token))
                    return true;
            }

            return false;
        }

        bool Is(int token) => known.TryGetValue(token, out var isIt) ? isIt : known[token] = raw.Module.LookupToken(token) is FieldReference reference && IsField(reference, field);
    }

    private static bool Names(Instruction instruction, FieldDefinition field) => instruction.Operand is FieldReference reference && IsField(reference, field);

    private static bool IsField(FieldReference reference, FieldDefinition field) =>
        reference.Name == field.Name && (reference == field || reference.DeclaringType.GetElementType().FullName == field.DeclaringType.FullName);

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<TypeDefinition> Types(TypeDefinition type) => type.NestedTypes.SelectMany(Types).Prepend(type);
}
