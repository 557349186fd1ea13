namespace HotWeave.Tool.Processes;

/// <summary>What the system says about a process, without touching it. A snapshot.</summary>
internal sealed record ProcessFacts
{
    /// <summary>The process's id here.</summary>
    public required int Id { get; init; }

    /// <summary>The process's id as it sees itself; differs in a container.</summary>
    public required int InnerId { get; init; }

    /// <summary>The short name.</summary>
    public required string Name { get; init; }

    /// <summary>The effective user id; null where the system does not say.</summary>
    public uint? UserId { get; init; }

    /// <summary>What leads from here to the process's own file system: empty when it is ours, else <c>/proc/N/root</c>.</summary>
    public string Root { get; init; } = "";

    /// <summary>The process's temporary folder, as it sees it.</summary>
    public required string TempFolder { get; init; }

    /// <summary>The executable, as the process sees it; empty where the system does not say.</summary>
    public string Executable { get; init; } = "";

    /// <summary>When the process was started, in the unit that names its diagnostics socket; empty where the system does not say.</summary>
    public string StartKey { get; init; } = "";

    /// <summary>The files it has mapped, as it sees them, each once; empty where the system does not say.</summary>
    public IReadOnlyList<string> MappedFiles { get; init; } = [];

    /// <summary>The path under which this process sees a file of that one; links on the way lead where they lead that process.</summary>
    public string Here(string path) => Root.Length == 0 ? path : RootedPath.Resolve(Root, path);
}
