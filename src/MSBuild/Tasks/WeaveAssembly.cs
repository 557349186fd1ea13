using HotWeave.MSBuild.Diagnostics;
using HotWeave.MSBuild.State;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;
using Microsoft.Build.Framework;

namespace HotWeave.MSBuild.Tasks;

/// <summary>
/// Weaves the compiler's output in place. Does nothing where <see cref="WeavingState"/> vouches for the assembly;
/// deletes the assembly where weaving fails, so that nothing can publish it and the next build meets the same failure.
/// </summary>
public sealed class WeaveAssembly : SettingsTask
{
    /// <summary>Assemblies and folders in which references are looked up.</summary>
    [Required]
    public string[] References { get; set; } = [];

    /// <summary>The readable report to write.</summary>
    [Required]
    public string ReportFile { get; set; } = "";

    private protected override void Run(WeavingSettings settings)
    {
        var state = WeavingState.Read(StateFile);
        if (state?.VouchesFor(Assembly, settings) == true)
            Repeat(state.Warnings);
        else
            Weave(settings);
    }

    private void Repeat(IReadOnlyList<RememberedWarning> warnings)
    {
        Log.LogMessage(MessageImportance.Low, "HotWeave: '{0}' is up to date.", Assembly);
        foreach (var warning in warnings)
            Messages.Show(warning);
    }

    private void Weave(WeavingSettings settings)
    {
        new WeavingState(settings.Text, Assembly: null, []).Write(StateFile);
        var finished = false;
        try
        {
            var result = AssemblyWeaver.Weave(RequestFor(settings));
            foreach (var diagnostic in result.Diagnostics)
                Messages.Show(diagnostic);
            WeavingReport.Write(ReportFile, settings, result);
            if (result.Outcome == WeaveOutcome.Failed)
                return;
            Remember(settings, result);
            finished = true;
            Announce(result);
        }
        finally
        {
            if (!finished)
                Forget();
        }
    }

    private WeaveRequest RequestFor(WeavingSettings settings) => new()
    {
        InputPath = Assembly,
        OutputPath = Assembly,
        References = References,
        Selection = settings.Selection,
        SmallMethods = settings.SmallMethods,
        WaitingLoops = settings.WaitingLoops,
        StrongNameKeyPath = KeyFile.Length == 0 ? null : KeyFile,
    };

    private void Remember(WeavingSettings settings, WeaveResult result)
    {
        var warnings = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning).Select(RememberedWarning.From).ToList();
        new WeavingState(settings.Text, ContentHash.OfFile(Assembly), warnings).Write(StateFile);
    }

    // The unfinished state stays should the assembly resist: the next build then throws both away.
    private void Forget()
    {
        File.Delete(Assembly);
        File.Delete(StateFile);
    }

    private void Announce(WeaveResult result)
    {
        var name = Path.GetFileNameWithoutExtension(Assembly);
        if (result.Outcome == WeaveOutcome.NothingSelected)
            Log.LogMessage(MessageImportance.Normal, "HotWeave: {0} has no swappable type; it is left as the compiler made it.", name);
        else
            Log.LogMessage(MessageImportance.High, "  {0} woven: {1}, {2}, baseline {3}", name, Count(result.Types, "swappable type"), Count(result.Exports, "export"), result.BaselineId);
    }

    private static string Count(int count, string one) => FormattableString.Invariant($"{count} {one}{(count == 1 ? "" : "s")}");
}
