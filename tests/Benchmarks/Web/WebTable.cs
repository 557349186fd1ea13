using System.Diagnostics;
using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Measuring;

namespace HotWeave.Benchmarks.Web;

/// <summary>Requests per second of a minimal API: woven, and with each request a unit of work, against the unwoven one.</summary>
/// <remarks>Each form is a server process of its own, all alive; bursts of the same load visit them in turn. The load comes from this process, on the same machine.</remarks>
internal static class WebTable
{
    private const string Assembly = "WebSample.dll";
    private const int Connections = 16;

    private static readonly string[] Forms = ["unwoven", "woven", "woven, in units", "woven, no overrides"];

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort)
    {
        using var scratch = new ScratchDirectory();
        var plain = scratch.File("plain", Assembly);
        CaseCompiler.Compile(plain, CaseCompiler.Text("WebSample"), [], WebReferences());
        var woven = scratch.File("woven", Assembly);
        Builds.Weave(plain, woven);
        var closed = scratch.File("closed", Assembly);
        Builds.WeaveClosed(plain, closed);
        var servers = new List<WebServer>();
        try
        {
            foreach (var form in Forms)
                servers.Add(WebServer.Start(form, form == Forms[0] ? plain : form == Forms[3] ? closed : woven, units: form == Forms[2]));
            PrintServers(servers, isShort);
        }
        finally
        {
            servers.ForEach(static s => s.Dispose());
        }
    }

    /// <summary>The work of a process of its own: serves until its input ends.</summary>
    public static void Serve(string path, string units)
    {
        var start = new Variant("web", Path.GetDirectoryName(path)!).Method<Func<bool, Task<string>>>(Assembly, "WebSample", "StartAsync");
        Console.WriteLine(start(units == "units").GetAwaiter().GetResult());
        Console.In.ReadToEnd();
    }

    private static void PrintServers(List<WebServer> servers, bool isShort)
    {
        var requests = isShort ? 50 : 20_000;
        var samples = new Samples();
        foreach (var server in servers)
            Burst(server, requests * 2); // warms: tiered code first
        for (var round = 0; round < (isShort ? 1 : 31); round++)
        {
            foreach (var server in round % 2 == 0 ? servers : Enumerable.Reverse(servers))
            {
                var (rate, processor) = Burst(server, requests);
                samples.Add($"{server.Form} rate", rate);
                samples.Add($"{server.Form} processor", processor);
            }
        }

        var table = new Table(
            $"A minimal API under {Connections} connections", "form", "requests per second / unwoven", "processor time of a request / unwoven", "requests per second", "processor time, µs");
        foreach (var form in Forms)
        {
            table.Add(
                form,
                Table.Ratio(samples.PairedRatio($"{form} rate", $"{Forms[0]} rate")),
                Table.Ratio(samples.PairedRatio($"{form} processor", $"{Forms[0]} processor")),
                Table.Number(samples[$"{form} rate"]),
                Table.Number(samples[$"{form} processor"]));
        }

        table.Print();
    }

    private static (double Rate, double Processor) Burst(WebServer server, int requests)
    {
        var processor = server.Processor();
        var began = Stopwatch.GetTimestamp();
        WebLoad.RunAsync(server.Address, "/price/teapot", Connections, requests).GetAwaiter().GetResult();
        var elapsed = Stopwatch.GetElapsedTime(began);
        return (requests / elapsed.TotalSeconds, (server.Processor() - processor).TotalMicroseconds / requests);
    }

    private static string[] WebReferences()
    {
        var folder = Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Builder.WebApplication).Assembly.Location)!;
        return [.. Directory.GetFiles(folder, "Microsoft.*.dll"), typeof(AspNetCore.HotWeaveOptions).Assembly.Location];
    }
}
