namespace HotWeave.Weaver.Model;

/// <summary>A resource of an assembly, as it or one of its satellites has it.</summary>
/// <param name="Culture">The culture's name; empty for the assembly's own.</param>
/// <param name="Name">The resource's name, in satellites with the culture in it (<c>Words.de.resources</c>).</param>
/// <param name="Data">Its bytes.</param>
internal sealed record CultureResource(string Culture, string Name, byte[] Data)
{
    /// <summary>For people: <c>Words.resources</c>, <c>de/Words.de.resources</c>.</summary>
    public string Path => Culture.Length == 0 ? Name : $"{Culture}/{Name}";
}

/// <summary>The resources for cultures that the two builds of an assembly have.</summary>
/// <param name="Deployed">Those that are deployed.</param>
/// <param name="New">Those of the new build.</param>
internal sealed record SatellitePair(IReadOnlyList<CultureResource> Deployed, IReadOnlyList<CultureResource> New)
{
    /// <summary>None in either.</summary>
    public static SatellitePair None { get; } = new([], []);
}
