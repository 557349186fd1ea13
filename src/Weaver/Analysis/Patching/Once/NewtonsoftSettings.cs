using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Which settings of Newtonsoft.Json a deployed application calls <c>AddHotWeave()</c> on.</summary>
internal static class NewtonsoftSettings
{
    /// <summary>Whether those that serve who gives none; what makes them somewhere else is judged there.</summary>
    public static bool AreDefaultsShown(IReadOnlyList<AssemblyMatch> matches)
    {
        var makers = FindCalls(matches, "JsonConvert", "set_DefaultSettings").Select(static c => FindDelegate(c.Call)).ToList();
        return makers.Count > 0 && makers.TrueForAll(static m => m is null || Integration.AddsToSettings(m) || !MakesSettings(m));
    }

    /// <summary>Whether those that controllers are configured with.</summary>
    public static bool AreControllersShown(IReadOnlyList<AssemblyMatch> matches) =>
        FindCalls(matches, "MvcNewtonsoftJsonOptions", "get_SerializerSettings").Any(static c => Integration.AddsToSettings(c.Body));

    private static IEnumerable<(MethodDefinition Body, Instruction Call)> FindCalls(IReadOnlyList<AssemblyMatch> matches, string type, string member) =>
        from match in matches
        where match.Pair.Old.GetMemberReferences().Any(r => r.Name == member && r.DeclaringType.Name == type)
        from body in match.Pair.Old.GetTypes().SelectMany(static t => t.Methods)
        where body.HasBody
        from call in body.Body.Instructions
        where call.Operand is MethodReference called && called.Name == member && called.DeclaringType.Name == type
        select (body, call);

    // ldftn maker, newobj Func<JsonSerializerSettings>, (dup, stsfld cache,) call set_DefaultSettings
    private static MethodDefinition? FindDelegate(Instruction call)
    {
        var steps = 0;
        for (var before = call.Previous; before is not null && steps < 6; before = before.Previous, steps++)
        {
            if (before is { OpCode.Code: Code.Ldftn, Operand: MethodDefinition { HasBody: true } maker })
                return maker;
        }

        return null;
    }

    private static bool MakesSettings(MethodDefinition body) => body.Body.Instructions.Any(static i =>
        i is { OpCode.Code: Code.Newobj, Operand: MethodReference made } && made.DeclaringType.FullName == "Newtonsoft.Json.JsonSerializerSettings");
}
