using System.Globalization;
using HotWeave.Conformance;
using HotWeave.Orleans.Tests.Silo;
using Microsoft.Extensions.Hosting;

// The ports of the silo and of its gateway, then those of others: of the silo that is there first; of a second silo in this process
// ("both"); or the gateway alone, for a process that is a client ("client"). Settings are between them. Then an operator's commands.
var ports = args.Where(static a => char.IsDigit(a[0])).Select(static a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
IHost[] hosts = args switch
{
    ["client", ..] => [Hosts.MakeClient(ports[0])],
    ["both", ..] => [Hosts.MakeSilo(ports[0], ports[1], ports[0], args), Hosts.MakeSilo(ports[2], ports[3], ports[0], args)],
    _ => [Hosts.MakeSilo(ports[0], ports[1], ports.Length > 2 ? ports[2] : ports[0], args)],
};
foreach (var host in hosts)
    await host.StartAsync();
await OperatorConsole.ServeAsync();
foreach (var host in hosts.Reverse())
{
    await host.StopAsync();
    host.Dispose();
}

return 0;
