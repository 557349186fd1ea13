using HotWeave.AspNetCore.Contracts.Json;
using HotWeave.Frameworks;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using HttpOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;
using MvcOptions = Microsoft.AspNetCore.Mvc.JsonOptions;

namespace HotWeave.AspNetCore.Contracts;

/// <summary>
/// Has an application's JSON show what patches add to its types. Options that the application makes late are reached as they are made; those
/// that exist are at each turn.
/// </summary>
internal sealed class ContractsOfApplication(IOptions<HotWeaveOptions> options)
    : IHostedService, IPostConfigureOptions<HttpOptions>, IPostConfigureOptions<MvcOptions>, IPostConfigureOptions<JsonHubProtocolOptions>
{
    private bool ShowsProperties => options.Value.ShowAddedProperties;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (ShowsProperties)
            JsonContracts.Instance.Join();
        return Task.CompletedTask;
    }

    // What a process serialises without an application is the same afterwards, so it goes on taking part in turns.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void PostConfigure(string? name, HttpOptions options) => Reach(options.SerializerOptions);

    public void PostConfigure(string? name, MvcOptions options) => Reach(options.JsonSerializerOptions);

    public void PostConfigure(string? name, JsonHubProtocolOptions options) => Reach(options.PayloadSerializerOptions);

    private void Reach(System.Text.Json.JsonSerializerOptions serialiser)
    {
        if (ShowsProperties)
            ContractResolvers.Reach(serialiser.TypeInfoResolver);
    }
}
