using System.Net.Http.Json;
using HotWeave.Conformance;
using HotWeave.Services.Tests.Service;

namespace HotWeave.Services.Tests.Harness;

/// <summary>This process as one that has the service give out jobs, and waits for what comes of them.</summary>
public sealed class JobClient : IServiceClient, IAsyncDisposable
{
    private readonly HttpClient _http;

    internal JobClient(int port) => _http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}"), Timeout = ServiceProcess.Limit };

    public Task<Answer> AskAsync(int number) => WorkAsync<Answer>("ask", number);

    public async Task<int> CountNotesAsync() => await _http.GetFromJsonAsync<int>("notes");

    public Task<Answer> AskBehindAsync() => WorkAsync<Answer>("behind");

    public Task<Part> LookAsync() => WorkAsync<Part>("look");

    public Task<Part> LookAsideAsync(int number) => WorkAsync<Part>("look", number);

    public Task<bool> RunUntilCancelledAsync() => WorkAsync<bool>("cancelled");

    public Task<Part> RunUntilReleasedAsync() => WorkAsync<Part>("released");

    public Task SendAsync(int number) => WorkAsync<int>("take", number);

    public async Task<(int Count, int OutOfOrder, string[] Units)> FindReceivedAsync()
    {
        var received = await _http.GetFromJsonAsync<Received>("received");
        return (received!.Count, received.OutOfOrder, received.Units);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return default;
    }

    /// <summary>Has the job fail, and tells by what.</summary>
    internal Task<string> FailAsync() => WorkAsync<string>("fail");

    /// <summary>Gives out the job that only version 2 has, which writes to a file; its name.</summary>
    internal async Task<string> GiveNewsAsync(string file)
    {
        using var answer = await _http.PostAsync(new Uri($"news?file={Uri.EscapeDataString(file)}", UriKind.Relative), null);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    /// <summary>The type that the framework finds by a name; null where it finds none.</summary>
    internal async Task<string?> FindTypeAsync(string name)
    {
        using var answer = await _http.GetAsync(new Uri($"type?name={Uri.EscapeDataString(name)}", UriKind.Relative));
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : null;
    }

    private async Task<T> WorkAsync<T>(string what, int number = 0)
    {
        using var answer = await _http.PostAsync(new Uri($"work/{what}/{number}", UriKind.Relative), null);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<T>())!;
    }
}
