using HotWeave.MSBuild.Diagnostics;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;
using Microsoft.Build.Framework;

namespace HotWeave.MSBuild.Tasks;

/// <summary>Makes the patch that brings a deployed baseline to the assembly just built.</summary>
public sealed class MakePatch : HotWeaveTask
{
    /// <summary>The deployed assembly, or the folder that holds it.</summary>
    [Required]
    public string Baseline { get; set; } = "";

    /// <summary>The assembly just built.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <summary>The patch to write. Deleted where no patch is needed or possible, so that a stale one never lies beside a newer build.</summary>
    [Required]
    public string PatchFile { get; set; } = "";

    /// <summary>Patches of the same baseline that processes may have taken before; types that they brought keep their identity.</summary>
    public string[] EarlierPatches { get; set; } = [];

    /// <summary>Whether a change that does not go live as a whole fails the build too.</summary>
    public bool Strict { get; set; }

    /// <summary>Codes to take as remarks where they would refuse (HW3050).</summary>
    public string[] Accept { get; set; } = [];

    /// <summary>Whether fields of what dependency injection makes get what constructors take more from the application's services.</summary>
    public bool Services { get; set; }

    /// <summary>Assemblies that say what objects which exist have in new fields, and how state is carried over.</summary>
    public string[] Migrations { get; set; } = [];

    /// <summary>Assemblies and folders in which references are looked up.</summary>
    [Required]
    public string[] References { get; set; } = [];

    /// <inheritdoc/>
    protected override void Run()
    {
        File.Delete(PatchFile);
        if (FindBaseline() is not { } baseline)
            return;

        var result = PatchMaker.Make(new PatchRequest
        {
            BaselinePath = baseline,
            NewPath = Assembly,
            OutputPath = PatchFile,
            References = References,
            EarlierPatches = EarlierPatches,
            Strict = Strict,
            Accept = Accept,
            Services = Services,
            Migrations = [.. Migrations.Select(Path.GetFullPath)],
        });
        foreach (var diagnostic in result.Diagnostics)
            Show(diagnostic, result.Outcome);
        Announce(result, baseline);
    }

    private string? FindBaseline()
    {
        var name = Path.GetFileName(Assembly);
        if (Directory.Exists(Baseline))
        {
            var inFolder = Path.Combine(Baseline, name);
            if (File.Exists(inFolder))
                return inFolder;
        }
        else if (!File.Exists(Baseline))
        {
            Messages.Show(BuildDiagnostics.BaselineMissing.With(Baseline));
            return null;
        }
        else if (string.Equals(Path.GetFileName(Baseline), name, StringComparison.OrdinalIgnoreCase))
        {
            return Baseline;
        }

        Messages.Show(BuildDiagnostics.BaselineIsAnother.With(Baseline, name), MessageImportance.High);
        return null;
    }

    // A solution is built with one baseline folder, and most of its projects have not changed: what the patch maker warns of is the normal case here.
    private void Show(Diagnostic diagnostic, PatchOutcome outcome)
    {
        if (outcome == PatchOutcome.NoChanges && diagnostic.Severity == DiagnosticSeverity.Warning)
            Messages.ShowAsFact(diagnostic);
        else
            Messages.Show(diagnostic);
    }

    private void Announce(PatchResult result, string baseline)
    {
        switch (result.Outcome)
        {
            case PatchOutcome.Made:
                Log.LogMessage(MessageImportance.High, "  {0} -> {1} ({2} {3})", Path.GetFileNameWithoutExtension(Assembly), Path.GetFullPath(PatchFile), result.Edits.Count, result.Edits.Count == 1 ? "edit" : "edits");
                break;
            case PatchOutcome.NoChanges:
                Messages.Show(BuildDiagnostics.NoChanges.With(Path.GetFileName(Assembly), baseline), MessageImportance.High);
                break;
        }
    }
}
