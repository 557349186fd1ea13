using HotWeave.Weaver;

namespace HotWeave.MSBuild.State;

/// <summary>
/// Everything but the assembly that decides what weaving gives: the user's settings and the weaver itself.
/// Equal texts mean that weaving again would give the same bytes.
/// </summary>
internal sealed record WeavingSettings(WeaveSelection Selection, SmallMethods SmallMethods, bool WaitingLoops, bool SignsAgain)
{
    /// <summary>One line, the same for the same settings.</summary>
    public string Text { get; } = string.Join(
        ";",
        $"weaver={typeof(AssemblyWeaver).Module.ModuleVersionId:n}",
        $"all={(Selection.All ? "true" : "false")}",
        $"include={string.Join(",", Selection.Include)}",
        $"exclude={string.Join(",", Selection.Exclude)}",
        $"small={SmallMethods.ToString().ToLowerInvariant()}",
        $"loops={(WaitingLoops ? "on" : "off")}",
        $"overrides={(Selection.Overrides ? "true" : Selection.CommonOverrides ? "common" : "false")}",
        $"interfaces={(Selection.Interfaces ? "true" : "false")}",
        $"sign={(SignsAgain ? "again" : "keep")}");
}
