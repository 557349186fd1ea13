using System.Globalization;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Pairs the lambdas, or the closures, of one body with those of its deployed counterpart. They have no names, and their order moves when one is inserted, so the most similar ones
/// belong together; what is left pairs by order.
/// </summary>
internal static class GeneratedPairs
{
    // Beyond this a body is a table of lambdas; comparing each with each would take long.
    private const int Most = 10_000;

    /// <summary>For each the index of its counterpart, or null. A counterpart is one thing that may stand in several builds: deployed, and in earlier patches.</summary>
    public static int?[] Match(IReadOnlyList<IMemberDefinition> now, IReadOnlyList<IReadOnlyList<IMemberDefinition>> then)
    {
        var pairs = new int?[now.Count];
        if (now.Count == 1 && then.Count == 1 && CanStandFor(now[0], then[0]))
        {
            pairs[0] = 0;
            return pairs;
        }

        if ((long)now.Count * then.Count <= Most)
            PairSimilar(pairs, [.. now.Select(SketchOf)], [.. then.Select(static t => t.Select(SketchOf).ToArray())]);
        var free = Enumerable.Range(0, then.Count).Where(i => !pairs.Contains(i)).ToList();
        for (var i = 0; i < pairs.Length && free.Count > 0; i++)
        {
            if (pairs[i] is not null || free.FindIndex(f => CanStandFor(now[i], then[f])) is not (>= 0 and var found))
                continue;
            pairs[i] = free[found];
            free.RemoveAt(found);
        }

        return pairs;
    }

    // F#'s closures are what they derive from, and nobody who asks for that function takes another.
    private static bool CanStandFor(IMemberDefinition now, IReadOnlyList<IMemberDefinition> then) =>
        now is not TypeDefinition closure || then.All(t => t is TypeDefinition old && Stable(old.BaseType) == Stable(closure.BaseType));

    private static void PairSimilar(int?[] pairs, Sketch[] now, Sketch[][] then)
    {
        var candidates =
            from i in Enumerable.Range(0, now.Length)
            from j in Enumerable.Range(0, then.Length)
            let similarity = then[j].Max(t => Similarity(now[i], t))
            where similarity > 0
            orderby similarity descending, Math.Abs(i - j), i
            select (i, j);
        var taken = new HashSet<int>();
        foreach (var (i, j) in candidates)
        {
            if (pairs[i] is null && taken.Add(j))
                pairs[i] = j;
        }
    }

    // The share of parts that both have (Dice); 0 for other signatures, which cannot stand for each other.
    private static double Similarity(Sketch now, Sketch then)
    {
        if (now.Signature != then.Signature)
            return 0;
        var common = now.Parts.Sum(p => then.Parts.TryGetValue(p.Key, out var count) ? Math.Min(count, p.Value) : 0);
        return 2.0 * common / Math.Max(1, now.Length + then.Length);
    }

    private static Sketch SketchOf(IMemberDefinition member)
    {
        var parts = new Dictionary<string, int>(StringComparer.Ordinal);
        if (member is MethodDefinition lambda)
        {
            AddInstructions(lambda, parts);
            // In an earlier patch it may be a static method, with the closure first.
            var parameters = lambda.IsStatic && lambda.Parameters.FirstOrDefault()?.Name == "self" ? lambda.Parameters.Skip(1) : lambda.Parameters;
            return new Sketch(string.Join(",", parameters.Select(static p => p.ParameterType).Prepend(lambda.ReturnType).Select(Stable)), parts);
        }

        // A closure is what it captures; where two capture the same, the code tells them apart.
        var closure = (TypeDefinition)member;
        foreach (var field in closure.Fields.Where(static f => !f.IsStatic))
            parts[$"{field.Name} {Stable(field.FieldType)}"] = 20;
        foreach (var method in closure.Methods.Where(static m => m.HasBody && !m.IsConstructor))
            AddInstructions(method, parts);
        return new Sketch(closure.GenericParameters.Count.ToString(CultureInfo.InvariantCulture) + Stable(closure.BaseType), parts);
    }

    private static void AddInstructions(MethodDefinition method, Dictionary<string, int> parts)
    {
        foreach (var instruction in method.Body.Instructions.Where(static i => i.OpCode.Code != Code.Nop))
        {
            var (name, operand) = LongForm.Read(instruction, method.Body);
            var text = name + " " + TextOf(operand);
            parts[text] = parts.TryGetValue(text, out var count) ? count + 1 : 1;
        }
    }

    private static string? TextOf(object? operand) => operand switch
    {
        TypeReference type => Stable(type),
        MemberReference member => Stable(member.DeclaringType) + (IsGenerated(member.Name) ? "" : "::" + member.Name),
        Instruction or Instruction[] => "",
        _ => Convert.ToString(operand, CultureInfo.InvariantCulture),
    };

    // Numbers in generated names move, which is why there is this class.
    private static string Stable(TypeReference? type) => type is null || IsGenerated(type.FullName) ? "" : type.FullName;

    private static bool IsGenerated(string name) => name.Contains("<>") || name.Contains(">b__") || name.Contains(">g__") || name.Contains("$__") || name.Contains("@");

    private sealed record Sketch(string Signature, Dictionary<string, int> Parts)
    {
        public int Length { get; } = Parts.Values.Sum();
    }
}
