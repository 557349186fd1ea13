using System.Diagnostics;
using System.Globalization;
using HotWeave.Benchmarks.Measuring;

namespace HotWeave.Benchmarks.Web;

/// <summary>A server in a process of its own. Disposing ends it.</summary>
internal sealed class WebServer : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private WebServer(string form, Process process, Uri address)
    {
        Form = form;
        _process = process;
        Address = address;
        _client = new HttpClient { BaseAddress = address };
    }

    public string Form { get; }

    public Uri Address { get; }

    /// <summary>Starts, and checks that requests are units or not.</summary>
    public static WebServer Start(string form, string assembly, bool units)
    {
        var process = Child.Open([typeof(Child).Assembly.Location, Child.Verb, "web", assembly, units ? "units" : "plain"]);
        var address = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The server {form} did not start.");
        var server = new WebServer(form, process, new Uri(address));
        var inside = server.Get("/unit");
        return inside == (units ? "true" : "false") ? server : throw new InvalidOperationException($"The server {form} says of units: {inside}.");
    }

    /// <summary>The processor time that the server has used.</summary>
    public TimeSpan Processor() => TimeSpan.FromTicks(long.Parse(Get("/processor"), CultureInfo.InvariantCulture));

    public void Dispose()
    {
        _client.Dispose();
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(30)))
            _process.Kill();
        _process.Dispose();
    }

    private string Get(string path) => _client.GetStringAsync(new Uri(path, UriKind.Relative)).GetAwaiter().GetResult();
}
