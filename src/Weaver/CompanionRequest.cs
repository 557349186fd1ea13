namespace HotWeave.Weaver;

/// <summary>Of which assemblies to make companions, and how their copies were woven.</summary>
internal sealed record CompanionRequest
{
    /// <summary>The assemblies as processes have them loaded, each of which has a woven copy.</summary>
    public required IReadOnlyList<string> Originals { get; init; }

    /// <summary>The application's other assemblies, whose code may have methods of these inlined.</summary>
    public required IReadOnlyList<string> Others { get; init; }

    /// <summary>How the copies were woven.</summary>
    public required WeaveRequest Weaving { get; init; }
}
