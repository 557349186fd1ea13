using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Contracts;

/// <summary>
/// Names code that has Newtonsoft.Json serialise by settings on which nobody calls <c>AddHotWeave()</c>, where others call it: what it writes
/// lacks what the patch adds.
/// </summary>
internal sealed class OwnSettingsRules(IReadOnlyList<AssemblyMatch> matches, DiagnosticSink sink)
{
    private const string Settings = "Newtonsoft.Json.JsonSerializerSettings";
    private const string Serialiser = "Newtonsoft.Json.JsonSerializer";

    private readonly bool _setsDefaults =
        matches.Any(static m => m.Pair.New.GetMemberReferences().Any(static r => r.Name == "set_DefaultSettings"));

    /// <summary>Looks at all code of the new builds, where the patch shows properties.</summary>
    public void Check()
    {
        if (!matches.Any(static m => Integration.IsInNewtonsoft(m.Pair.Old)))
            return;
        foreach (var match in matches)
        {
            var bodies = match.Pair.New.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody);
            foreach (var method in bodies.GroupBy(match.NewKeys.RootOf).Where(static g => !g.Any(Integration.AddsToSettings)))
            {
                if (method.FirstOrDefault(m => m.Body.Instructions.Any(GoesWithout)) is { } body)
                    sink.Report(EditDiagnostics.OwnSettings.At(ReadableName.Describe(method.Key), SymbolLocation.Find(body), ReadableName.Describe(method.Key)));
            }
        }
    }

    // Settings that are given are made somewhere.
    private bool GoesWithout(Instruction instruction)
    {
        if (instruction.Operand is not MethodReference called || instruction.OpCode.FlowControl != FlowControl.Call)
            return false;
        var isGiven = called.Parameters.Any(static p => p.ParameterType.FullName == Settings);
        return called.DeclaringType.FullName switch
        {
            Settings => called.Name == ".ctor",
            Serialiser => !isGiven && (called.Name is ".ctor" or "Create" || (called.Name == "CreateDefault" && !_setsDefaults)),
            "Newtonsoft.Json.JsonConvert" => !isGiven && !_setsDefaults
                && called.Name is "SerializeObject" or "DeserializeObject" or "DeserializeAnonymousType" or "PopulateObject",
            _ => false,
        };
    }
}
