using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Folders;

/// <summary>What to weave in an application's folder, and how.</summary>
internal sealed record FolderWeaveRequest
{
    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Patterns of simple names of the assemblies to weave; empty for the application's own, those that its <c>deps.json</c> calls projects.</summary>
    public IReadOnlyList<string> Assemblies { get; init; } = [];

    /// <summary>Which types are swappable.</summary>
    public WeaveSelection Selection { get; init; } = new();

    /// <summary>What happens to small methods.</summary>
    public SmallMethods SmallMethods { get; init; }

    /// <summary>Whether calls in waiting loops are safe points.</summary>
    public bool WaitingLoops { get; init; } = true;

    /// <summary>Whether the application's processes apply confirmed patches again when they start.</summary>
    public bool Reapply { get; init; } = true;

    /// <summary>The key to sign with again, or null.</summary>
    public string? KeyPath { get; init; }

    /// <summary>Where references are looked up beside the folder and the frameworks.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Whether the folder is a copy of what a live process runs, which is woven in the same way.</summary>
    public bool IsGhost { get; init; }

    /// <summary>Whether Harmony weaves that process.</summary>
    public bool IsForHarmony { get; init; }

    /// <summary>Where confirmed patches are, which the application's settings are to name unless they do; null for nowhere.</summary>
    public string? Patches { get; init; }

    /// <summary>The process that may run from the folder meanwhile: what it needs of it later may be woven.</summary>
    public int? RunningProcess { get; init; }

    /// <summary>Whether to stop after planning.</summary>
    public bool DryRun { get; init; }
}

/// <summary>How weaving or restoring a folder ended.</summary>
internal enum FolderOutcome
{
    /// <summary>Refused; nothing was changed.</summary>
    Refused,

    /// <summary>The folder is woven as asked.</summary>
    Woven,

    /// <summary>It was so before; nothing was changed.</summary>
    AlreadyWoven,

    /// <summary>A dry run; nothing was changed.</summary>
    Planned,

    /// <summary>Every file is as it was before weaving.</summary>
    Restored,
}

/// <summary>What weaving or restoring a folder did.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Assemblies">What became of each assembly that was considered.</param>
/// <param name="Files">The files that were changed, added or removed, records and originals aside.</param>
/// <param name="Diagnostics">All messages.</param>
internal sealed record FolderResult(
    FolderOutcome Outcome, IReadOnlyList<FolderAssembly> Assemblies, IReadOnlyList<string> Files, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>An assembly of a folder.</summary>
/// <param name="File">Its file name.</param>
/// <param name="Result">What the weaver said.</param>
internal sealed record FolderAssembly(string File, WeaveResult Result);
