using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>Stands for a source of the application's end points: shows what the live versions have of it.</summary>
internal sealed class VersionedSource(EndpointDataSource mapped, VersionedEndpoints versions) : EndpointDataSource
{
    // Sources compile all handlers whenever they are asked. Replaced as a whole.
    private volatile Built? _built;

    public override IReadOnlyList<Endpoint> Endpoints => versions.Shown.Show(Mapped);

    /// <summary>What the application mapped.</summary>
    internal IReadOnlyList<Endpoint> Mapped
    {
        get
        {
            if (_built is { Token.HasChanged: false } built)
                return built.Endpoints;
            // The token first: what changes meanwhile changes it.
            var token = mapped.GetChangeToken();
            _built = built = new Built(token, mapped.Endpoints);
            return built.Endpoints;
        }
    }

    public override IChangeToken GetChangeToken() => new CompositeChangeToken([mapped.GetChangeToken(), versions.GetChangeToken()]);

    /// <summary>Has them built anew.</summary>
    internal void Forget() => _built = null;

    private sealed record Built(IChangeToken Token, IReadOnlyList<Endpoint> Endpoints);
}

/// <summary>The source of what versions have that the application did not map.</summary>
internal sealed class AddedSource(VersionedEndpoints versions) : EndpointDataSource
{
    public override IReadOnlyList<Endpoint> Endpoints => versions.Shown.ShowAdded();

    public override IChangeToken GetChangeToken() => versions.GetChangeToken();
}
