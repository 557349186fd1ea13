namespace HotWeave.Weaver;

/// <summary>What to compare, and where the patch goes.</summary>
public sealed record PatchRequest
{
    /// <summary>The deployed, woven assembly, or the folder that holds the deployed assemblies.</summary>
    public required string BaselinePath { get; init; }

    /// <summary>The new build, woven or not: an assembly, or a folder with assemblies of the same names.</summary>
    public required string NewPath { get; init; }

    /// <summary>The <c>.hotpatch</c> file to write; null to compare only. Written atomically, only on success.</summary>
    public string? OutputPath { get; init; }

    /// <summary>Assembly files and directories in which references are looked up, after the inputs' own directories.</summary>
    public IReadOnlyList<string> References { get; init; } = [];
}
