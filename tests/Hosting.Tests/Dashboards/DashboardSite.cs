using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace HotWeave.Hosting.Tests.Dashboards;

/// <summary>An application with a dashboard, and a browser's part of it: cookies, forms, and a user whom a header names.</summary>
internal sealed partial class DashboardSite : IAsyncDisposable
{
    internal const string Root = "/hotweave/dashboard/";
    internal const string UserHeader = "X-Test-User";

    private readonly Site _site;
    private readonly HttpClientHandler _browser = new() { AllowAutoRedirect = false };

    private DashboardSite(Site site)
    {
        _site = site;
        Client = new HttpClient(_browser) { BaseAddress = site.Client.BaseAddress };
    }

    internal HttpClient Client { get; }

    /// <summary>Starts one that alice, the operator, may act on, and bob may look at.</summary>
    internal static async Task<DashboardSite> StartAsync(
        string? actionPolicy = "operators", Action<RouteGroupBuilder>? describe = null, Action<WebApplication>? map = null, Action<WebApplicationBuilder>? configure = null, long? mostBytes = null)
    {
        var site = await Site.StartAsync(
            Server.Kestrel,
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                map?.Invoke(app);
                var group = app.MapHotWeaveDashboard(options =>
                {
                    options.ActionPolicy = actionPolicy;
                    options.MostPatchBytes = mostBytes ?? options.MostPatchBytes;
                });
                describe?.Invoke(group);
            },
            configure: builder =>
            {
                builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, HeaderUser>("test", null);
                builder.Services.AddAuthorization(static o =>
                {
                    o.AddPolicy("users", static p => p.RequireAuthenticatedUser());
                    o.AddPolicy("operators", static p => p.RequireUserName("alice"));
                });
                configure?.Invoke(builder);
            });
        return new DashboardSite(site);
    }

    /// <summary>Says who asks from now on.</summary>
    internal DashboardSite As(string user)
    {
        Client.DefaultRequestHeaders.Remove(UserHeader);
        Client.DefaultRequestHeaders.Add(UserHeader, user);
        return this;
    }

    /// <summary>Sends one request.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Limit.Time);

    /// <summary>A page's text.</summary>
    internal async Task<string> ReadAsync(string page)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, Root + page));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The code that the forms of a page have.</summary>
    internal async Task<string> ReadTokenAsync(string page = "this/versions") => TokenPattern().Match(await ReadAsync(page)).Groups[1].Value;

    /// <summary>Sends a form as the page has it, and reads the page of the result.</summary>
    internal async Task<string> DoAsync(string operation, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([new("token", await ReadTokenAsync()), .. fields.Select(static f => new KeyValuePair<string, string>(f.Name, f.Value))]);
        return await FollowAsync(new HttpRequestMessage(HttpMethod.Post, Root + "this/do/" + operation) { Content = form });
    }

    /// <summary>Uploads a patch to be checked, and reads the page of the result.</summary>
    internal async Task<string> UploadAsync(byte[] patch)
    {
        using var form = new MultipartFormDataContent { { new StringContent(await ReadTokenAsync()), "token" }, { new ByteArrayContent(patch), "patch", "shop.hotpatch" } };
        return await FollowAsync(new HttpRequestMessage(HttpMethod.Post, Root + "this/do/check") { Content = form });
    }

    /// <summary>Stops the application.</summary>
    internal Task StopAsync() => _site.StopAsync();

    internal static string FindUpload(string page) => UploadPattern().Match(page).Groups[1].Value;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _browser.Dispose();
        await _site.DisposeAsync();
    }

    private async Task<string> FollowAsync(HttpRequestMessage request)
    {
        using var answer = await SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, $"{answer.StatusCode}: {text}");
        using var result = await SendAsync(new HttpRequestMessage(HttpMethod.Get, answer.Headers.Location));
        return await result.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();

    [GeneratedRegex("name=\"upload\" value=\"([^\"]+)\"")]
    private static partial Regex UploadPattern();

    private sealed class HeaderUser(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers[UserHeader].ToString() is { Length: > 0 } user
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], "test")), "test"))
            : AuthenticateResult.NoResult());
    }
}
