namespace HotWeave.Dashboard.Reports;

/// <summary>A woven assembly that is loaded in a live process.</summary>
internal sealed record WovenAssemblyReport
{
    /// <summary>Its simple name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The id that weaving embedded in it.</summary>
    public string BaselineId { get; set; } = "";

    /// <summary>The name of the load context that holds it.</summary>
    public string LoadContext { get; set; } = "";

    /// <summary>How many swappable types it has.</summary>
    public int SwappableTypes { get; set; }

    /// <summary>The digest of the patch in force for it; empty for the baseline.</summary>
    public string PatchId { get; set; } = "";
}

/// <summary>A unit of work that runs.</summary>
internal sealed record UnitLine
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>How long ago it began, in milliseconds.</summary>
    public long Age { get; set; }

    /// <summary>The version under which it began.</summary>
    public int Version { get; set; }

    /// <summary>Whether an immediate swap has moved it since.</summary>
    public bool Moved { get; set; }

    /// <summary>Whether its token is signalled.</summary>
    public bool Cancelled { get; set; }
}

/// <summary>Runs of a method with a loop that may run for long.</summary>
internal sealed record LoopLine
{
    /// <summary>The method.</summary>
    public string Method { get; set; } = "";

    /// <summary>The version that brought the body that they run.</summary>
    public int Version { get; set; }

    /// <summary>How many there are.</summary>
    public int Running { get; set; }
}

/// <summary>Objects that are alive and keep the code they were made with.</summary>
internal sealed record KeptObjectsLine
{
    /// <summary>The class whose code they keep.</summary>
    public string Type { get; set; } = "";

    /// <summary>How many there are.</summary>
    public int Count { get; set; }
}

/// <summary>What permanent patches have left behind that the current version does not use.</summary>
internal sealed record RetainedReport
{
    /// <summary>How many patches.</summary>
    public int Patches { get; set; }

    /// <summary>How many assemblies of them.</summary>
    public int Assemblies { get; set; }

    /// <summary>The bytes of their files, assemblies and symbols.</summary>
    public long Bytes { get; set; }
}

/// <summary>A patch that is prepared and neither committed nor discarded.</summary>
internal sealed record PreparedReport
{
    /// <summary>Its digest.</summary>
    public string PatchId { get; set; } = "";

    /// <summary>The label of the build that it was made from.</summary>
    public string FromLabel { get; set; } = "";

    /// <summary>The label of the build that it leads to.</summary>
    public string ToLabel { get; set; } = "";

    /// <summary>Whether its code can be unloaded.</summary>
    public bool Reclaimable { get; set; }

    /// <summary>The types that it replaces.</summary>
    public IReadOnlyList<string> Types { get; set; } = [];

    /// <summary>The types that only it has.</summary>
    public IReadOnlyList<string> AddedTypes { get; set; } = [];

    /// <summary>The differences that it carries, one line each.</summary>
    public IReadOnlyList<string> Edits { get; set; } = [];

    /// <summary>What stays behind on old code, one line each, with its code first.</summary>
    public IReadOnlyList<string> Remarks { get; set; } = [];
}
