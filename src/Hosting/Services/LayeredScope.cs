using Microsoft.Extensions.DependencyInjection;

namespace HotWeave.AspNetCore.Services;

/// <summary>A scope of the application, with what a version has beside it.</summary>
internal sealed class LayeredScope(ServiceLayer layer, AsyncServiceScope deployed) : IServiceScope, IAsyncDisposable
{
    public IServiceProvider ServiceProvider { get; } = layer.MakeProvider(deployed.ServiceProvider);

    public void Dispose() => deployed.Dispose();

    public ValueTask DisposeAsync() => deployed.DisposeAsync();
}
