namespace HotWeave.Fleet.Contract;

/// <summary>What is known of a patch in the store. Immutable.</summary>
internal sealed record PublishedPatch
{
    /// <summary>Its digest.</summary>
    public required string Digest { get; init; }

    /// <summary>What people call it.</summary>
    public required string Label { get; init; }

    /// <summary>The builds that it is for: assembly, and id of its baseline.</summary>
    public required IReadOnlyDictionary<string, string> Baselines { get; init; }

    /// <summary>The length of the file, in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Who published it.</summary>
    public required string By { get; init; }
}
