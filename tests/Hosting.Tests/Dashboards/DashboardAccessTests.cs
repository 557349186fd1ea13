using System.Net;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace HotWeave.Hosting.Tests.Dashboards;

/// <summary>Who is shown the dashboard, and whose forms are taken.</summary>
public sealed class DashboardAccessTests
{
    private const string Versions = DashboardSite.Root + "this/versions";

    private static readonly string[] s_reads = [DashboardSite.Root, Versions, DashboardSite.Root + "this/live/units", DashboardSite.Root + "this/status", DashboardSite.Root + "assets/dashboard.js"];

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.1")]
    [InlineData("Forwarded", "for=192.0.2.1")]
    [InlineData("X-Forwarded-Host", "example.org")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Original-For", "127.0.0.1:5000")]
    public async Task Without_a_policy_what_a_proxy_passes_on_is_refused(string header, string value)
    {
        await using var site = await DashboardSite.StartAsync();
        foreach (var path in s_reads)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { header, value } } };
            await RefusedAsync(site, request, HttpStatusCode.Forbidden, "HW7052");
        }
    }

    [Theory]
    [InlineData("example.org")]
    [InlineData("localhost.example.org")]
    [InlineData("127.0.0.1.example.org:80")]
    [InlineData("192.0.2.1")]
    public async Task Without_a_policy_another_name_of_the_machine_is_refused(string host)
    {
        await using var site = await DashboardSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Versions) { Headers = { Host = host } };
        await RefusedAsync(site, request, HttpStatusCode.Forbidden, "HW7052");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:5000")]
    [InlineData("127.0.0.1:80")]
    [InlineData("127.1.2.3")]
    [InlineData("[::1]:80")]
    public async Task Without_a_policy_who_sits_at_the_machine_is_shown_it(string host)
    {
        await using var site = await DashboardSite.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, Versions) { Headers = { Host = host } };
        using var answer = await site.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task With_a_policy_that_alone_decides()
    {
        await using var site = await DashboardSite.StartAsync(describe: static g => g.RequireAuthorization("users"));
        foreach (var path in s_reads)
        {
            using var nobody = await site.SendAsync(new HttpRequestMessage(HttpMethod.Get, path));
            Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
            using var forwarded = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Forwarded-For", "192.0.2.1" }, { DashboardSite.UserHeader, "bob" } } };
            using var bob = await site.SendAsync(forwarded);
            Assert.True(bob.StatusCode is HttpStatusCode.OK or HttpStatusCode.Found, $"{path}: {bob.StatusCode}");
        }
    }

    [Fact]
    public async Task An_endpoint_that_everybody_may_see_is_as_without_a_policy()
    {
        await using var site = await DashboardSite.StartAsync(describe: static g => g.RequireAuthorization("users").AllowAnonymous());
        using var request = new HttpRequestMessage(HttpMethod.Get, Versions) { Headers = { { "X-Forwarded-For", "192.0.2.1" } } };
        await RefusedAsync(site, request, HttpStatusCode.Forbidden, "HW7052");
    }

    [Fact]
    public async Task Answers_let_a_browser_load_nothing_from_elsewhere_and_keep_nothing()
    {
        await using var site = await DashboardSite.StartAsync();
        using var answer = await site.SendAsync(new HttpRequestMessage(HttpMethod.Get, Versions));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        var page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page);
        Assert.DoesNotMatch("<script>|<style|style=\"|\\son[a-z]+=", page);
    }

    [Fact]
    public async Task Without_a_policy_for_actions_nobody_acts()
    {
        await using var site = await DashboardSite.StartAsync(actionPolicy: null, describe: static g => g.RequireAuthorization("users"));
        site.As("alice");
        Assert.DoesNotContain("<form", await site.ReadAsync("this/versions"), StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent([new("token", "x")]);
        await RefusedAsync(site, new HttpRequestMessage(HttpMethod.Post, DashboardSite.Root + "this/do/rollback") { Content = form }, HttpStatusCode.Forbidden, "HW7053");
    }

    [Fact]
    public async Task Who_may_look_may_not_act()
    {
        await using var site = await DashboardSite.StartAsync(describe: static g => g.RequireAuthorization("users"));
        site.As("alice");
        var token = await site.ReadTokenAsync();
        site.As("bob");
        Assert.Contains("operators", await site.ReadAsync("this/versions"), StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent([new("token", token)]);
        using var answer = await site.SendAsync(new HttpRequestMessage(HttpMethod.Post, DashboardSite.Root + "this/do/rollback") { Content = form });
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("x", null, null)]
    [InlineData("own", "Sec-Fetch-Site", "cross-site")]
    [InlineData("own", "Sec-Fetch-Site", "same-site")]
    [InlineData("own", "Origin", "http://example.org")]
    [InlineData("own", "Origin", "null")]
    public async Task A_form_that_the_dashboard_did_not_show_is_refused(string? token, string? header, string? value)
    {
        await using var site = (await DashboardSite.StartAsync()).As("alice");
        var own = await site.ReadTokenAsync();
        using var form = new FormUrlEncodedContent(token is null ? [] : [new("token", token == "own" ? own : token)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, DashboardSite.Root + "this/do/cancel") { Content = form };
        if (header is not null)
            request.Headers.Add(header, value);
        await RefusedAsync(site, request, HttpStatusCode.BadRequest, "HW7054");
    }

    [Fact]
    public async Task A_form_of_another_browser_or_another_user_is_refused()
    {
        await using var site = (await DashboardSite.StartAsync("users")).As("alice");
        var token = await site.ReadTokenAsync();
        using var stranger = new HttpClient { BaseAddress = site.Client.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, DashboardSite.Root + "this/do/cancel")
        {
            Content = new FormUrlEncodedContent([new("token", token)]),
            Headers = { { DashboardSite.UserHeader, "alice" } },
        };
        using var answer = await stranger.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        site.As("bob");
        using var form = new FormUrlEncodedContent([new("token", token)]);
        await RefusedAsync(site, new HttpRequestMessage(HttpMethod.Post, DashboardSite.Root + "this/do/cancel") { Content = form }, HttpStatusCode.BadRequest, "HW7054");
    }

    [Fact]
    public async Task A_file_that_is_too_large_or_comes_without_a_code_is_refused()
    {
        await using var site = (await DashboardSite.StartAsync(mostBytes: 1000)).As("alice");
        using var large = new MultipartFormDataContent { { new StringContent(await site.ReadTokenAsync()), "token" }, { new ByteArrayContent(new byte[1001]), "patch", "a.hotpatch" } };
        await RefusedAsync(site, new HttpRequestMessage(HttpMethod.Post, DashboardSite.Root + "this/do/check") { Content = large }, HttpStatusCode.RequestEntityTooLarge, "HW7055");
        using var forged = new MultipartFormDataContent { { new ByteArrayContent(new byte[500]), "patch", "a.hotpatch" } };
        await RefusedAsync(site, new HttpRequestMessage(HttpMethod.Post, DashboardSite.Root + "this/do/check") { Content = forged }, HttpStatusCode.BadRequest, "HW7054");
    }

    [Theory]
    [InlineData("rollback", "mode", "sideways")]
    [InlineData("rollback", "to", "-1")]
    [InlineData("rollback", "timeout", "x")]
    [InlineData("purge", "timeout", "1e9")]
    [InlineData("commit", "canary", "200%")]
    [InlineData("commit", "confirm", "on")]
    [InlineData("apply", "upload", "ab")]
    [InlineData("explode", "a", "b")]
    public async Task A_form_that_makes_no_sense_is_refused(string operation, string name, string value)
    {
        await using var site = (await DashboardSite.StartAsync()).As("alice");
        using var form = new FormUrlEncodedContent([new("token", await site.ReadTokenAsync()), new(name, value)]);
        await RefusedAsync(site, new HttpRequestMessage(HttpMethod.Post, DashboardSite.Root + "this/do/" + operation) { Content = form }, HttpStatusCode.BadRequest, "HW7056");
    }

    [Fact]
    public async Task A_process_that_there_is_not_is_not_found()
    {
        await using var site = await DashboardSite.StartAsync();
        await RefusedAsync(site, new HttpRequestMessage(HttpMethod.Get, DashboardSite.Root + "4711/versions"), HttpStatusCode.NotFound, "HW7057");
    }

    private static async Task RefusedAsync(DashboardSite site, HttpRequestMessage request, HttpStatusCode status, string code)
    {
        using var answer = await site.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((status, code), (answer.StatusCode, text.Length >= 6 ? text[..6] : text));
    }
}
