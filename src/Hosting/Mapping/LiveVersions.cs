namespace HotWeave.AspNetCore.Mapping;

/// <summary>Metadata of an end point that not all versions have which requests may belong to.</summary>
/// <param name="Versions">The numbers of those that have it.</param>
/// <param name="All">The numbers of all; a request of another one is taken for one of the newest.</param>
/// <param name="Newest">The newest of all.</param>
internal sealed record LiveVersions(IReadOnlySet<int> Versions, IReadOnlySet<int> All, int Newest)
{
    internal bool Have(int version) => Versions.Contains(All.Contains(version) ? version : Newest);
}
