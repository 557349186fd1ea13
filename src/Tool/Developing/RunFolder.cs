using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Folders;
using HotWeave.Tool.Ghost;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Reading.Patching;

namespace HotWeave.Tool.Developing;

/// <summary>
/// The folder that a program runs from: a copy of what the build left, so that the next build can write there. It is the baseline of every patch until the
/// program starts anew.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private readonly WorkFolder _work = new();
    private int _starts;

    /// <summary>The folder of the current start.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Where the next patch goes.</summary>
    public string NextPatch(int number) => _work.File(System.IO.Path.Combine("patches", $"{_starts}-{number}.hotpatch"));

    /// <summary>Copies a build, and weaves it where the build has not.</summary>
    /// <param name="project">The project that was built.</param>
    /// <exception cref="RefusedException">It cannot be woven.</exception>
    public void Fill(ProjectFacts project)
    {
        var before = Path;
        Path = AppCopy.OfFolder(project.OutputFolder, _work.File($"run-{++_starts}"));
        if (before.Length > 0)
            Directory.Delete(before, recursive: true);
        var program = System.IO.Path.Combine(Path, System.IO.Path.GetFileName(project.TargetPath));
        RuntimeSettings.CompileOnce(System.IO.Path.ChangeExtension(program, RuntimeSettings.Extension));
        if (!IsWoven())
            Weave();
    }

    /// <summary>Brings files that are no code to what the build left, for a program that reads them again.</summary>
    /// <returns>Their paths in the folder.</returns>
    public IReadOnlyList<string> CopyContent(ProjectFacts project, IEnumerable<string> files)
    {
        var copied = new List<string>();
        // How the runtime runs a program is read once, when that starts.
        foreach (var file in files.Where(static f => !f.EndsWith(RuntimeSettings.Extension, StringComparison.Ordinal)))
        {
            var from = System.IO.Path.Combine(project.OutputFolder, file);
            if (!File.Exists(from))
                continue;
            var to = System.IO.Path.Combine(Path, file);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
            File.Copy(from, to, overwrite: true);
            copied.Add(file);
        }

        return copied;
    }

    public void Dispose() => _work.Dispose();

    private bool IsWoven() => PatchInputPaths.Find(Path, Path, new DiagnosticSink()).Count > 0;

    // Open, since a developer's next change is anything.
    private void Weave()
    {
        var result = new FolderWeaver(AssemblyWeaver.Weave, static _ => { }).Weave(new FolderWeaveRequest
        {
            Folder = Path,
            Selection = new WeaveSelection { All = true, Overrides = true, Interfaces = true },
            Reapply = false,
        });
        if (result.Outcome == FolderOutcome.Refused)
            throw new RefusedException(result.Diagnostics.First(static d => d.Severity == DiagnosticSeverity.Error));
    }
}
