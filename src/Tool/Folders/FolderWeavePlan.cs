using System.Diagnostics;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Weaver.Reading;
using Mono.Cecil;

namespace HotWeave.Tool.Folders;

/// <summary>Works out the changes that bring a folder from whatever it is to woven as asked.</summary>
internal sealed class FolderWeavePlan(AppFolder folder, FolderRecord record, OriginalFiles originals, WorkFolder work)
{
    private const string RuntimeFile = "HotWeave.Runtime.dll";
    private const string RuntimeName = "HotWeave.Runtime";

    // What each file is to be: its new content (null: the original), by path.
    private readonly SortedDictionary<string, string?> _wanted = new(StringComparer.Ordinal);

    /// <summary>Takes an assembly and its symbols in.</summary>
    /// <param name="file">The file name.</param>
    /// <param name="isWoven">Whether it was woven; else it is to be its original.</param>
    public void AddAssembly(string file, bool isWoven)
    {
        var symbols = Path.ChangeExtension(file, ".pdb");
        var wovenSymbols = AssemblyWeaving.OutputOf(work, symbols);
        _wanted[file] = isWoven ? AssemblyWeaving.OutputOf(work, file) : null;
        _wanted[symbols] = isWoven && File.Exists(wovenSymbols) ? wovenSymbols : null;
    }

    /// <summary>Takes the runtime in, and names it where the host looks.</summary>
    /// <exception cref="RefusedException">HW7116, HW7117: the application cannot run it.</exception>
    public void AddRuntime()
    {
        using var runtime = AssemblyDefinition.ReadAssembly(Companion.Runtime);
        var version = runtime.Name.Version.ToString();
        if (originals.Find(RuntimeFile) is { } own)
            CheckVersion(own, version);
        else if (folder.IsSelfContained && RuntimeFit.FindMissing(runtime.MainModule, folder.Path) is { } missing)
            throw new RefusedException(UseDiagnostics.TrimmedFramework.With(folder.Path, missing));
        else
            _wanted[RuntimeFile] = Companion.Runtime;

        foreach (var app in folder.Apps)
        {
            if (originals.Find(app.DepsName) is { } original)
                AddDeps(app.DepsName, DepsFile.Parse(original), version);
        }
    }

    /// <summary>Names the runtime as a startup hook, which applies confirmed patches again, or takes that out.</summary>
    /// <param name="isWanted">Whether processes are to apply them.</param>
    /// <param name="patches">Where they are, unless the application says so itself; null where nobody else does.</param>
    public void AddReapplication(bool isWanted, string? patches)
    {
        foreach (var app in folder.Apps)
        {
            if (originals.Find(app.ConfigName) is not { } original)
                continue;
            var hooked = isWanted && app.AllowsStartupHooks ? RuntimeConfigFile.WithHook(original, RuntimeName, patches) : null;
            _wanted[app.ConfigName] = hooked is null ? null : work.Write(app.ConfigName, hooked);
        }
    }

    /// <summary>The changes, in an order in which the application starts after each; empty when the folder is as wanted.</summary>
    public FolderChangeSet ToChangeSet()
    {
        var kept = new List<FolderChange>();
        var files = new List<FolderChange>();
        var gone = new List<FolderChange>();
        var entries = new List<FolderRecordEntry>();

        foreach (var (path, content) in _wanted)
        {
            if (content is not null)
                entries.Add(Weave(path, content, kept, files));
            else
                Restore(path, files, gone);
        }

        foreach (var entry in record.Files.Where(e => !_wanted.ContainsKey(e.Path)))
            KeepOrForget(entry, entries, gone);

        var next = new FolderRecord(record.Format, record.Sequence, [.. entries.OrderBy(e => e.Path, StringComparer.Ordinal)]);
        if (kept.Count + files.Count + gone.Count == 0 && next.Files.SequenceEqual(record.Files))
            return new FolderChangeSet(folder.Path, []);

        var written = work.Write("record.json", (next with { Sequence = record.Sequence + 1 }).ToBytes());
        return new FolderChangeSet(
            folder.Path,
            [.. kept, new FolderChange(FolderRecord.RelativePath, written, null), .. files.OrderBy(f => Rank(f.RelativePath)), .. gone]);
    }

    // The runtime first, then the file that makes the host find it, then the one that makes the host enter it, then symbols, then the assemblies
    // that need it.
    private static int Rank(string path) => path switch
    {
        RuntimeFile => 0,
        _ when path.EndsWith(".deps.json", StringComparison.Ordinal) => 1,
        _ when path.EndsWith(".runtimeconfig.json", StringComparison.Ordinal) => 2,
        _ when path.EndsWith(".pdb", StringComparison.Ordinal) => 3,
        _ => 4,
    };

    private FolderRecordEntry Weave(string path, string content, List<FolderChange> kept, List<FolderChange> files)
    {
        var woven = FolderRecord.Digest(RegularFile.ReadAllBytes(content));
        var original = originals.Find(path);
        var originalDigest = original is null ? null : FolderRecord.Digest(RegularFile.ReadAllBytes(original));
        if (original is not null && DigestOf(FolderRecord.OriginalOf(path)) != originalDigest)
            kept.Add(new FolderChange(FolderRecord.OriginalOf(path), original, original));
        if (DigestOf(path) != woven)
            files.Add(new FolderChange(path, content, original));
        return new FolderRecordEntry(path, originalDigest, woven);
    }

    private void Restore(string path, List<FolderChange> files, List<FolderChange> gone)
    {
        var original = originals.Find(path);
        if (original is not null && original != Path.Combine(folder.Path, path))
            files.Add(new FolderChange(path, original, original));
        if (record.Find(path) is { Original: not null })
            Forget(path, gone);
    }

    private void KeepOrForget(FolderRecordEntry entry, List<FolderRecordEntry> entries, List<FolderChange> gone)
    {
        if (DigestOf(entry.Path) == entry.Woven)
            entries.Add(entry);
        else if (entry.Original is not null)
            Forget(entry.Path, gone);
    }

    private void Forget(string path, List<FolderChange> gone)
    {
        if (File.Exists(Path.Combine(folder.Path, FolderRecord.OriginalOf(path))))
            gone.Add(new FolderChange(FolderRecord.OriginalOf(path), null, null));
    }

    private void AddDeps(string name, DepsFile deps, string version)
    {
        if (deps.Names(RuntimeName))
            return;
        var info = FileVersionInfo.GetVersionInfo(Companion.Runtime);
        var library = (info.ProductVersion ?? version).Split('+')[0];
        _wanted[name] = work.Write(name, deps.With(RuntimeName, library, version, info.FileVersion ?? version));
    }

    private static void CheckVersion(string path, string version)
    {
        using var own = CheckedModule.ReadMetadata(path);
        if (own.Assembly?.Name is not { } name || name.Version.ToString() != version)
            throw new RefusedException(UseDiagnostics.OtherRuntime.With(path, own.Assembly?.Name.Version?.ToString() ?? "none", version));
    }

    private string? DigestOf(string relativePath)
    {
        var path = Path.Combine(folder.Path, relativePath);
        return File.Exists(path) ? FolderRecord.Digest(RegularFile.ReadAllBytes(path)) : null;
    }
}
