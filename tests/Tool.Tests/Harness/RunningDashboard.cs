using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace HotWeave.Tool.Tests.Harness;

/// <summary>A dashboard that the tool serves, as a user starts it, and a browser's part of it.</summary>
internal sealed partial class RunningDashboard : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly HttpClientHandler _browser = new() { AllowAutoRedirect = false };

    private RunningDashboard(Process process) => _process = process;

    /// <summary>The address that lets one browser in.</summary>
    public Uri Link { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public static RunningDashboard Start(params string[] options)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "HotWeave.Tool.dll"), "dashboard", .. options]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var dashboard = new RunningDashboard(Process.Start(start)!);
        dashboard.Link = dashboard.ReadLink();
        dashboard.Client = new HttpClient(dashboard._browser) { BaseAddress = new Uri(dashboard.Link, "/") };
        return dashboard;
    }

    /// <summary>The next address that it prints.</summary>
    public Uri ReadLink()
    {
        while (true)
        {
            var line = _process.StandardOutput.ReadLineAsync();
            Assert.True(line.Wait(s_patience), "the dashboard says nothing");
            if (line.Result is null)
                throw new InvalidOperationException("the dashboard ended: " + _process.StandardError.ReadToEnd());
            if (LinkPattern().Match(line.Result) is { Success: true } link)
                return new Uri(link.Value);
        }
    }

    public (HttpStatusCode Status, string Text) Get(string path)
    {
        using var answer = Client.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute)).GetAwaiter().GetResult();
        return (answer.StatusCode, answer.Content.ReadAsStringAsync().GetAwaiter().GetResult());
    }

    /// <summary>Sends a form as a page has it, and reads the page of the result.</summary>
    public string Do(int process, string operation, byte[]? file = null, params (string Name, string Value)[] fields)
    {
        var token = TokenPattern().Match(Get($"/{process}/versions").Text).Groups[1].Value;
        using HttpContent form = file is null ? new FormUrlEncodedContent([new("token", token), .. fields.Select(static f => new KeyValuePair<string, string>(f.Name, f.Value))]) : WithToken(token, file);
        using var answer = Client.PostAsync(new Uri($"/{process}/do/{operation}", UriKind.Relative), form).GetAwaiter().GetResult();
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, answer.Content.ReadAsStringAsync().GetAwaiter().GetResult());
        return Get(answer.Headers.Location!.ToString()).Text;
    }

    public static string FindUpload(string page) => UploadPattern().Match(page).Groups[1].Value;

    public void Dispose()
    {
        Client?.Dispose();
        _browser.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static MultipartFormDataContent WithToken(string token, byte[] file) => new()
    {
        { new StringContent(token), "token" },
        { new ByteArrayContent(file), "patch", "next.hotpatch" },
    };

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/login\?t=[0-9a-f]+")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();

    [GeneratedRegex("name=\"upload\" value=\"([^\"]+)\"")]
    private static partial Regex UploadPattern();
}
