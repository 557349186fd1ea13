using Microsoft.AspNetCore.Http.Features;

namespace HotWeave.AspNetCore.Services;

/// <summary>
/// The services of a request whose version has some beside those of the application. The request's scope begins when it is asked for, as
/// ever.
/// </summary>
internal sealed class LayeredRequestServices(ServiceLayer layer, IServiceProvidersFeature deployed) : IServiceProvidersFeature
{
    private IServiceProvider? _services;

    public IServiceProvider RequestServices
    {
        get => _services ??= layer.MakeProvider(deployed.RequestServices);
        set => _services = value;
    }
}
