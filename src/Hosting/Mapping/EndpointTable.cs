using Microsoft.AspNetCore.Http;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>How the end points of one version differ from those that the application mapped when it started. Immutable.</summary>
/// <param name="Version">The version's number.</param>
/// <param name="Hidden">Those of the application that the version does not have.</param>
/// <param name="Added">What it has instead; null where it has nothing else.</param>
internal sealed record EndpointTable(int Version, IReadOnlySet<EndpointKey> Hidden, RecordedMapping? Added)
{
    /// <summary>The table of a version that has what the application mapped.</summary>
    internal static EndpointTable MakeEmpty(int version) => new(version, new HashSet<EndpointKey>(), null);

    internal bool Shows(Endpoint mapped) => Hidden.Count == 0 || !Hidden.Contains(EndpointKey.Make(mapped));
}
