using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>Stands for a source of the application's end points: shows what the live versions have of it.</summary>
internal sealed class VersionedSource(EndpointDataSource mapped, VersionedEndpoints versions) : EndpointDataSource
{
    public override IReadOnlyList<Endpoint> Endpoints => versions.Shown.Show(mapped.Endpoints);

    public override IChangeToken GetChangeToken() => new CompositeChangeToken([mapped.GetChangeToken(), versions.GetChangeToken()]);

    /// <summary>What the application mapped.</summary>
    internal IReadOnlyList<Endpoint> Mapped => mapped.Endpoints;
}

/// <summary>The source of what versions have that the application did not map.</summary>
internal sealed class AddedSource(VersionedEndpoints versions) : EndpointDataSource
{
    public override IReadOnlyList<Endpoint> Endpoints => versions.Shown.ShowAdded();

    public override IChangeToken GetChangeToken() => versions.GetChangeToken();
}
