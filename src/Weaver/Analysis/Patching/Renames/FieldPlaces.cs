using System.Globalization;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Where the code of one build uses fields, by the methods that people wrote, so that two builds can be compared.</summary>
internal sealed class FieldPlaces
{
    private readonly Dictionary<FieldDefinition, Dictionary<string, string>> _uses = [];

    /// <param name="fields">The fields.</param>
    /// <param name="types">The types whose code may use them.</param>
    public FieldPlaces(IReadOnlyCollection<FieldDefinition> fields, IEnumerable<TypeDefinition> types)
    {
        var named = fields.ToLookup(static f => f.Name, StringComparer.Ordinal);
        var accessed = fields.Where(static f => PropertyOf(f) is not null).ToLookup(static f => PropertyOf(f)!, StringComparer.Ordinal);
        foreach (var method in types.SelectMany(static t => t.Methods).Where(static m => m.HasBody))
        {
            string? root = null;
            foreach (var instruction in method.Body.Instructions)
            {
                if (Find(instruction, named, accessed) is var (field, use))
                    Add(field, root ??= RootOf(method), $"{use}{After(instruction.Next, method)} {After(instruction.Next?.Next, method)};");
            }
        }
    }

    /// <summary>What methods do with a field, in the order of their code: reading it, setting it, taking its address, and what comes next.</summary>
    public IReadOnlyDictionary<string, string> UsesOf(FieldDefinition field) => _uses.TryGetValue(field, out var uses) ? uses : new Dictionary<string, string>();

    /// <summary>The names by which methods of a type can be found among the uses.</summary>
    public static IEnumerable<string> NamesIn(TypeDefinition type) =>
        type.Methods.SelectMany(m => new[] { RootOf(m), type.FullName + "::" + m.Name });

    private static (FieldDefinition, string)? Find(Instruction instruction, ILookup<string, FieldDefinition> named, ILookup<string, FieldDefinition> accessed)
    {
        if (instruction.Operand is FieldReference reference)
            return named[reference.Name].FirstOrDefault(f => IsOf(reference.DeclaringType, f)) is { } field ? (field, KindOf(instruction)) : null;
        if (instruction.Operand is not MethodReference { Name.Length: > 4 } called || called.Name[3] != '_' || called.Name.Substring(0, 3) is not ("get" or "set"))
            return null;
        return accessed[called.Name.Substring(4)].FirstOrDefault(f => IsOf(called.DeclaringType, f)) is { } kept ? (kept, called.Name.Substring(0, 3) + " ") : null;
    }

    // Whether a value is counted up or down, or compared with what, tells what it means. Names of fields and properties may be new, and
    // numbers of variables are the compiler's.
    private static string After(Instruction? instruction, MethodDefinition method)
    {
        if (instruction is null)
            return "";
        var (name, operand) = LongForm.Read(instruction, method.Body);
        return operand switch
        {
            MethodReference { Name: var called } when called.StartsWith("get_", StringComparison.Ordinal) || called.StartsWith("set_", StringComparison.Ordinal) => name,
            MethodReference called => name + called.Name,
            IFormattable value when name.StartsWith("ldc", StringComparison.Ordinal) => name + value.ToString(null, CultureInfo.InvariantCulture),
            string text => name + text,
            _ => name,
        };
    }

    private static bool IsOf(TypeReference type, FieldDefinition field) => type.GetElementType().FullName == field.DeclaringType.FullName;

    // Reading by an accessor is reading.
    private static string KindOf(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ldfld or Code.Ldsfld => "get ",
        Code.Stfld or Code.Stsfld => "set ",
        _ => "ref ",
    };

    private void Add(FieldDefinition field, string root, string use)
    {
        if (!_uses.TryGetValue(field, out var uses))
            _uses.Add(field, uses = new Dictionary<string, string>(StringComparer.Ordinal));
        uses[root] = (uses.TryGetValue(root, out var before) ? before : "") + use;
    }

    private static string? PropertyOf(FieldDefinition field) =>
        field.Name[0] == '<' && field.Name.EndsWith(">k__BackingField", StringComparison.Ordinal) ? field.Name.Substring(1, field.Name.IndexOf('>') - 1) : null;

    // <RunAsync>d__5::MoveNext and <RunAsync>b__5_0 count for RunAsync; overloads of what the compiler took apart count as one.
    private static string RootOf(MethodDefinition method)
    {
        var type = GeneratedCode.UserTypeOf(method.DeclaringType);
        for (var inner = method.DeclaringType; inner != type; inner = inner.DeclaringType)
        {
            if (GeneratedFor(inner.Name) is { } name)
                return type.FullName + "::" + name;
        }

        return type.FullName + "::" + (GeneratedFor(method.Name) ?? SignatureText.Plain.Write(method));
    }

    private static string? GeneratedFor(string name) => name[0] == '<' && name.IndexOf('>') is > 1 and var end && end + 1 < name.Length && name[end + 1] is 'd' or 'b' or 'g' ? name.Substring(1, end - 1) : null;
}
