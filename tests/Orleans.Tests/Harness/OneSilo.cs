using HotWeave.Conformance;
using Xunit;

namespace HotWeave.Orleans.Tests.Harness;

/// <summary>The one silo of the tests, which run one after the other, each from version 1 on.</summary>
public sealed class OneSilo : IAsyncLifetime
{
    private ServiceProcess? _silo;
    private SiloClient? _client;

    public async Task InitializeAsync() => (_silo, _client) = await StartAsync(WovenService.Made.MakeConfirmedFolder());

    public async Task DisposeAsync()
    {
        await (_client?.DisposeAsync() ?? default);
        await (_silo?.DisposeAsync() ?? default);
    }

    internal static async Task<(ServiceProcess Silo, SiloClient Client)> StartAsync(string confirmed, params string[] more)
    {
        var (port, gateway) = (ServiceProcess.FindPort(), ServiceProcess.FindPort());
        var silo = await ServiceProcess.StartAsync(WovenService.Made, confirmed, [$"{port}", $"{gateway}", .. more]);
        return (silo, await SiloClient.ConnectAsync(port, gateway));
    }

    /// <summary>Starts two silos of one cluster, the second of which joins the first.</summary>
    /// <returns>The silos, and a client of the first one's gateway.</returns>
    internal static async Task<(ServiceProcess First, ServiceProcess Second, SiloClient Client)> StartTwoAsync(bool isSecondNext = false)
    {
        var woven = WovenService.Made;
        var (port, gateway) = (ServiceProcess.FindPort(), ServiceProcess.FindPort());
        var first = await ServiceProcess.StartAsync(woven, woven.MakeConfirmedFolder(), $"{port}", $"{gateway}");
        string[] ports = [$"{ServiceProcess.FindPort()}", $"{ServiceProcess.FindPort()}", $"{port}"];
        var second = isSecondNext
            ? await ServiceProcess.StartNextAsync(woven, ports)
            : await ServiceProcess.StartAsync(woven, woven.MakeConfirmedFolder(), ports);
        return (first, second, await SiloClient.ConnectAsync(port, gateway));
    }

    /// <summary>Starts two silos of one cluster in one process.</summary>
    internal static async Task<(ServiceProcess Silos, SiloClient Client)> StartBothAsync()
    {
        var ports = Enumerable.Range(0, 4).Select(static _ => ServiceProcess.FindPort()).ToArray();
        var silos = await ServiceProcess.StartAsync(
            WovenService.Made, WovenService.Made.MakeConfirmedFolder(), ["both", .. ports.Select(static p => $"{p}")]);
        return (silos, await SiloClient.ConnectAsync(ports[0], ports[1]));
    }

    /// <summary>Starts a process that is a client of a silo.</summary>
    internal static Task<ServiceProcess> StartClientAsync(SiloClient beside) =>
        ServiceProcess.StartAsync(WovenService.Made, WovenService.Made.MakeConfirmedFolder(), "client", $"{beside.Gateway}");

    /// <summary>Starts version 2 as the next deployment has it.</summary>
    internal static async Task<(ServiceProcess Silo, SiloClient Client)> StartNextAsync(params string[] more)
    {
        var (port, gateway) = (ServiceProcess.FindPort(), ServiceProcess.FindPort());
        var silo = await ServiceProcess.StartNextAsync(WovenService.Made, [$"{port}", $"{gateway}", .. more]);
        return (silo, await SiloClient.ConnectAsync(port, gateway));
    }

    internal async Task<(ServiceProcess Silo, SiloClient Client)> BeginAsync()
    {
        await _silo!.BeginAnewAsync();
        return (_silo, _client!);
    }
}

/// <summary>The tests of the one silo.</summary>
[CollectionDefinition(nameof(OneSilo))]
public sealed class OneSiloTests : ICollectionFixture<OneSilo>;
