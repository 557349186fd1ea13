using System.Text;
using HotWeave.Weaver;

namespace HotWeave.MSBuild.State;

/// <summary>The readable account of one weaving, kept in <c>obj</c>: what was woven, and each method that was not, with its reason.</summary>
internal static class WeavingReport
{
    public static void Write(string path, WeavingSettings settings, WeaveResult result)
    {
        var text = new StringBuilder();
        text.Append("outcome: ").Append(result.Outcome).Append('\n');
        text.Append("baseline: ").Append(result.BaselineId ?? "-").Append('\n');
        text.Append(FormattableString.Invariant($"swappable types: {result.Types}\nexports: {result.Exports}\n"));
        text.Append("settings: ").Append(settings.Text).Append('\n');
        foreach (var diagnostic in result.Diagnostics)
            text.Append(diagnostic).Append(diagnostic.Member is null ? "" : $" [{diagnostic.Member}]").Append('\n');
        File.WriteAllText(path, text.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
