using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Tool.Folders;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Ghost;

/// <summary>
/// Makes what the package HotWeave.Harmony weaves a process with: a woven copy of the folder that the process runs from, which patches are
/// made against, with the companions of its assemblies in it.
/// </summary>
internal static class HarmonyFolder
{
    /// <summary>Where the companions lie in the copy.</summary>
    public const string CompanionFolder = FolderRecord.FolderName + "/harmony";

    /// <summary>Weaves the copy; where anything fails it is gone again.</summary>
    /// <param name="folder">The folder that processes run from; it is not touched.</param>
    /// <param name="output">Where the copy goes.</param>
    /// <param name="request">What to weave of the folder.</param>
    /// <exception cref="RefusedException">It cannot be woven.</exception>
    public static FolderResult Weave(string folder, string output, FolderWeaveRequest request)
    {
        var app = AppFolder.Read(folder);
        if (Directory.Exists(Path.Combine(app.Path, FolderRecord.FolderName)))
            throw new RefusedException(GhostDiagnostics.FolderWoven.With(app.Path));
        var copy = AppCopy.OfFolder(app.Path, output);
        var weaving = request with { Folder = copy, IsGhost = true, IsForHarmony = true };
        return AppCopy.Weave(copy, () =>
        {
            var result = new FolderWeaver(AssemblyWeaver.Weave, static _ => { }).Weave(weaving);
            return result.Outcome == FolderOutcome.Woven
                ? result with { Diagnostics = [.. result.Diagnostics, .. AddCompanions(app, copy, weaving, result)] }
                : result;
        });
    }

    // What was woven was read before; of others it matters who cannot be read, since nobody knows then what they call.
    private static IEnumerable<Diagnostic> AddCompanions(AppFolder app, string copy, FolderWeaveRequest weaving, FolderResult result)
    {
        var woven = result.Assemblies.Where(static a => a.Result.Outcome == WeaveOutcome.Woven)
            .Select(a => Path.Combine(app.Path, a.File)).ToList();
        var sink = new DiagnosticSink();
        var companions = CompanionMaker.Make(
            new CompanionRequest
            {
                Originals = woven,
                Others = [.. FindOthers(app).Except(woven)],
                Weaving = new WeaveRequest
                {
                    InputPath = "",
                    OutputPath = "",
                    References = [app.Path, .. weaving.References],
                    Selection = weaving.Selection,
                    SmallMethods = weaving.SmallMethods,
                    WaitingLoops = weaving.WaitingLoops,
                },
            },
            sink);
        var to = Directory.CreateDirectory(Path.Combine(copy, CompanionFolder)).FullName;
        foreach (var companion in companions)
            File.WriteAllBytes(Path.Combine(to, companion.Name + ".dll"), companion.Bytes);
        return from problem in sink.Diagnostics
               where problem.Severity == DiagnosticSeverity.Error
               select GhostDiagnostics.CallersUnknown.With(problem.Message);
    }

    // Not the framework: it knows nothing of the application's methods but by delegates and virtual calls.
    private static IEnumerable<string> FindOthers(AppFolder app)
    {
        // Nor what weaves.
        var framework = app.Apps.SelectMany(static a => a.Deps?.AssembliesOf("runtimepack") ?? []).ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateFiles(app.Path, "*.dll")
            .Where(path => !framework.Contains(Path.GetFileName(path)) && !IsEngine(Path.GetFileName(path)))
            .Where(static path => RegularFile.IsOne(path) && ManagedFile.IsAssembly(path))
            .Order(StringComparer.Ordinal);
    }

    private static bool IsEngine(string file) => file is "0Harmony.dll" or "HotWeave.Harmony.dll" or "HotWeave.Runtime.dll";
}
