using System.Net;
using HotWeave.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;
using StackExchange.Redis;

namespace HotWeave.Orleans.Tests.Silo;

/// <summary>Makes silos, and a client for a process that has none.</summary>
internal static class Hosts
{
    private const string Redis = "redis=";

    /// <summary>A silo.</summary>
    /// <param name="port">Its port.</param>
    /// <param name="gateway">Its gateway's.</param>
    /// <param name="primary">The port of the silo that is there first.</param>
    /// <param name="settings">Whether grains are deactivated, whether storage has JSON, and the Redis server that is the storage.</param>
    internal static IHost MakeSilo(int port, int gateway, int primary, string[] settings)
    {
        var builder = MakeBuilder();
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port, gateway, new IPEndPoint(IPAddress.Loopback, primary));
            silo.Configure<ReminderOptions>(static o => o.MinimumReminderPeriod = TimeSpan.FromMilliseconds(10));
            silo.UseInMemoryReminderService().AddMemoryGrainStorage("PubSubStore").AddMemoryStreams("memory");
            if (settings.FirstOrDefault(static s => s.StartsWith(Redis, StringComparison.Ordinal)) is { } redis)
                silo.AddRedisGrainStorage("photos", o => o.ConfigurationOptions = ConfigurationOptions.Parse(redis[Redis.Length..]));
            else
                silo.AddMemoryGrainStorage("photos");
            if (!settings.Contains("json"))
                silo.Services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();
            silo.Configure<ClusterOptions>(SetCluster);
            silo.UseHotWeave(o => o.DeactivateChangedGrains = settings.Contains("deactivate"));
        });
        return builder.Build();
    }

    /// <summary>A client, which does what the operator has it do.</summary>
    internal static IHost MakeClient(int gateway)
    {
        var builder = MakeBuilder();
        builder.UseOrleansClient(client =>
        {
            client.UseLocalhostClustering(gateway);
            client.Configure<ClusterOptions>(SetCluster);
            client.UseHotWeave();
        });
        var host = builder.Build();
        OperatorConsole.Doing = what => VisitAsync(host.Services.GetRequiredService<IGrainFactory>(), int.Parse(what, System.Globalization.CultureInfo.InvariantCulture));
        return host;
    }

    private static async Task<string> VisitAsync(IGrainFactory grains, long album)
    {
        try
        {
            return await Visitor.VisitAsync(grains, album);
        }
        catch (Exception e) when (e is OrleansException or SerializerException or TimeoutException)
        {
            return $"failed: {e.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static void SetCluster(ClusterOptions options) => (options.ClusterId, options.ServiceId) = ("tests", "tests");

    private static HostApplicationBuilder MakeBuilder()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddConsole(static o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        return builder;
    }
}
