using HotWeave.Hosting.Tests.Harness;
using HotWeave.Weaver.Diagnostics;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>End points that a release adds, takes away or describes otherwise: the running application has them as a fresh start would, and gives them back.</summary>
public sealed class MappingTests : SwapTest
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Security.Claims;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Routing;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;

        [assembly: HotWeave.Swappable]

        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddHotWeave();
        builder.Services.AddSingleton<Clock>();
        builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderUsers>("header", null);
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        var seen = new List<string>();
        app.MapGet("/seen", () => { seen.Add("x"); return seen.Count; });
        app.MapGet("/one", () => "one");
        app.MapGet("/slow", async () => { await Running.HoldAsync(); return "slow"; });
        app.MapGet("/clock", (Clock clock) => clock.Now());
        app.MapOrders();
        app.MapStock();
        Running.Place(app);
        app.Run();

        public class Clock { public string Now() => "now"; }

        public static class Orders
        {
            public static IEndpointRouteBuilder MapOrders(this IEndpointRouteBuilder routes)
            {
                var group = routes.MapGroup("/orders");
                group.MapGet("/", () => "all orders");
                group.MapGet("/{id:int}", (int id) => "order " + id).WithName("order");
                return routes;
            }
        }

        public static class Stock
        {
            public static void MapStock(this WebApplication app)
            {
                app.MapGet("/stock", Count);
            }

            private static string Count() => "7";
        }

        [HotWeave.NotSwappable]
        public class HeaderUsers(Microsoft.Extensions.Options.IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, System.Text.Encodings.Web.UrlEncoder encoder)
            : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
        {
            protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
                Task.FromResult(Request.Headers.TryGetValue("X-User", out var user)
                    ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(new[] { new Claim(ClaimTypes.Name, user.ToString()) }, "header")), "header"))
                    : AuthenticateResult.NoResult());
        }

        """ + RunningProgram.Place;

    private static readonly string[] s_requests =
        ["/one", "/two", "/clock", "/orders/", "/orders/5", "/orders/5/lines", "POST /orders/", "/stock", "/seen"];

    private const string Deployed = "one | 404 | now | all orders | order 5 | 404 | 405 | 7 | ";

    [Theory]
    [InlineData("app.MapOrders();", "app.MapGet(\"/two\", (Clock c) => \"two \" + c.Now()); app.MapOrders();", "one | two now | now | all orders | order 5 | 404 | 405 | 7 | ")]
    [InlineData("app.MapOrders();", "app.MapGet(\"/two\", Extra.Two); app.MapOrders();", "one | 2 | now | all orders | order 5 | 404 | 405 | 7 | ")]
    [InlineData("return routes;", "group.MapPost(\"/\", () => \"made\"); group.MapGet(\"/{id}/lines\", (string id) => id + \": none\"); return routes;", "one | 404 | now | all orders | order 5 | 5: none | made | 7 | ")]
    [InlineData("app.MapGet(\"/one\", () => \"one\");", "", "404 | 404 | now | all orders | order 5 | 404 | 405 | 7 | ")]
    [InlineData("app.MapGet(\"/one\", () => \"one\");", "app.MapGet(\"/two\", () => \"one\");", "404 | one | now | all orders | order 5 | 404 | 405 | 7 | ")]
    [InlineData("group.MapGet(\"/\"", "group.MapPost(\"/\"", "one | 404 | now | 405 | order 5 | 404 | all orders | 7 | ")]
    [InlineData("(int id) => \"order \" + id", "(int id, Clock clock) => \"order \" + id + clock.Now()", "one | 404 | now | all orders | order 5now | 404 | 405 | 7 | ")]
    [InlineData("app.MapGet(\"/stock\", Count);", "app.MapGet(\"/stock\", Count); app.MapGet(\"/two\", () => \"in stock\");", "one | in stock | now | all orders | order 5 | 404 | 405 | 7 | ")]
    [InlineData("MapGroup(\"/orders\")", "MapGroup(\"/orders\").RequireAuthorization()", "one | 404 | now | 401 | 401 | 404 | 405 | 7 | ")]
    public async Task What_a_release_maps_otherwise_is_live_and_goes_back(string before, string after, string expected)
    {
        var program = Make(before, after);
        Assert.DoesNotContain(program.Remarks, static d => d.Id is not ("HW3203" or "HW3204" or "HW3205"));
        await using var site = await RunningProgram.StartAsync(program);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(Deployed + (2 * round + 1), await site.AskAllAsync(s_requests));
            await site.ApplyAsync(program.Patch);
            Assert.Equal(expected + (2 * round + 2), await site.AskAllAsync(s_requests));
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
        }
    }

    [Theory]
    [InlineData("app.Run();", "await Task.Yield(); app.MapGet(\"/late\", () => \"late\"); await app.RunAsync();", OptimizationLevel.Release)]
    [InlineData("app.Run();", "await app.RunAsync();", OptimizationLevel.Debug)]
    [InlineData("app.Run();", "app.Run();", OptimizationLevel.Debug)]
    public async Task Every_form_of_Main_is_run_anew(string before, string after, OptimizationLevel level)
    {
        var source = Source.Replace(before, after, StringComparison.Ordinal);
        var changed = source.Replace("app.MapOrders();", "var two = app.MapGroup(\"/two\").WithTags(\"a\", \"b\"); app.MapOrders(); two.MapGet(\"\", async (Clock c) => { await Task.Yield(); return \"two \" + c.Now(); });", StringComparison.Ordinal);
        var program = WovenProgram.Make("Forms", OutputKind.ConsoleApplication, [source, Extra], [changed, Extra], level);
        Assert.Empty(program.Remarks);
        await using var site = await RunningProgram.StartAsync(program);
        Assert.Equal("one | 404", await site.AskAllAsync("/one", "/two"));
        await site.ApplyAsync(program.Patch);
        Assert.Equal("one | two now", await site.AskAllAsync("/one", "/two"));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal("one | 404", await site.AskAllAsync("/one", "/two"));
    }

    [Fact]
    public async Task Nobody_gets_in_whom_either_build_refuses_until_all_have_moved()
    {
        var program = Make("app.MapGet(\"/one\", () => \"one\");", "app.MapGet(\"/one\", () => \"secret\").RequireAuthorization(); app.MapGet(\"/two\", () => \"two\");");
        await using var site = await RunningProgram.StartAsync(program);
        var slow = await site.HoldAsync("/slow");
        Assert.False(RunningProgram.ChoosesByVersion);
        await site.ApplyAsync(program.Patch, new SwapOptions { Mode = SwapMode.UnitOfWork });
        Assert.True(RunningProgram.ChoosesByVersion);
        Assert.Equal("401 | two", await site.AskAllAsync("/one", "/two"));
        Assert.Equal("secret", await site.AskAsync("/one", user: "ann"));
        site.Release();
        Assert.Equal("slow", await slow);

        await RunningProgram.SettledAsync();
        Assert.False(RunningProgram.ChoosesByVersion); // so a request costs what it did
        slow = await site.HoldAsync("/slow");
        await HotSwap.RollbackAsync(VersionNumber.Baseline, new SwapOptions { Mode = SwapMode.UnitOfWork });
        Assert.Equal("401 | 404", await site.AskAllAsync("/one", "/two"));
        Assert.Equal("one", await site.AskAsync("/one", user: "ann"));
        site.Release();
        Assert.Equal("slow", await slow);
        await RunningProgram.SettledAsync();
        Assert.Equal("one | 404", await site.AskAllAsync("/one", "/two"));
    }

    [Fact]
    public async Task A_share_of_the_requests_has_the_end_points_of_the_version_on_trial()
    {
        var program = Make("app.MapOrders();", "app.MapGet(\"/two\", () => \"two\"); app.MapOrders();");
        await using var site = await RunningProgram.StartAsync(program);
        for (var round = 0; round < 2; round++)
        {
            await site.ApplyAsync(program.Patch, new SwapOptions { Mode = SwapMode.UnitOfWork, Probation = new ProbationOptions { Share = 0.5, Window = TimeSpan.FromMinutes(10) } });
            var answers = new HashSet<string>();
            for (var i = 0; i < 200; i++)
                answers.Add(await site.AskAsync("/two"));
            Assert.Equal(["404", "two"], answers.Order());
            if (round == 0)
                await HotSwap.RollbackAsync();
            else
                await HotSwap.PromoteAsync();
            Assert.Equal(round == 0 ? "404" : "two", await site.AskAsync("/two"));
            Assert.Equal("one", await site.AskAsync("/one"));
        }

        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal("404", await site.AskAsync("/two"));
    }

    [Fact]
    public async Task An_application_that_starts_on_a_version_has_its_end_points_and_goes_back()
    {
        var program = Make("app.MapOrders();", "app.MapGet(\"/two\", () => \"two\"); app.MapOrders();");
        await using var site = await RunningProgram.StartAsync(program);
        await site.ApplyAsync(program.Patch);
        await using var later = await site.StartAgainAsync();
        Assert.Equal("one | two | order 5", await later.AskAllAsync("/one", "/two", "/orders/5"));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal("one | 404 | order 5", await later.AskAllAsync("/one", "/two", "/orders/5"));
        Assert.Equal("one | 404 | order 5", await site.AskAllAsync("/one", "/two", "/orders/5"));
    }

    [Fact]
    public async Task What_a_patch_maps_does_not_keep_its_code()
    {
        var program = Make("app.MapOrders();", "app.MapGet(\"/two\", () => \"two\"); app.MapOrders();");
        await using var site = await RunningProgram.StartAsync(program);
        await site.ApplyAsync(program.Patch, new SwapOptions { Reclaimable = true });
        Assert.Equal("two", await site.AskAsync("/two"));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        await RunningProgram.SettledAsync();
        Assert.Equal("404", await site.AskAsync("/two"));
        await Limit.UntilAsync(static () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return HotSwap.GetStatus().Versions.All(static v => !v.Reclaimable || v.State == VersionState.Unloaded);
        });
    }

    [Fact]
    public async Task Every_version_has_its_own_end_points_whichever_came_before()
    {
        string Write(string mapped) => Source.Replace("app.MapOrders();", mapped + " app.MapOrders();", StringComparison.Ordinal);
        var program = WovenProgram.Make(
            "Versions", OutputKind.ConsoleApplication, [Source, Extra], [Write("app.MapGet(\"/two\", () => \"two\");"), Extra], version3: [Write("app.MapGet(\"/two\", () => \"two more\"); app.MapGet(\"/three\", Extra.Two);").Replace("app.MapGet(\"/one\", () => \"one\");", "", StringComparison.Ordinal), Extra]);
        await using var site = await RunningProgram.StartAsync(program);
        await site.ApplyAsync(program.Patch);
        Assert.Equal("one | two | 404", await site.AskAllAsync("/one", "/two", "/three"));
        var slow = await site.HoldAsync("/slow");
        await site.ApplyAsync(program.Next, new SwapOptions { Mode = SwapMode.UnitOfWork });
        Assert.Equal("404 | two more | 2", await site.AskAllAsync("/one", "/two", "/three"));
        await HotSwap.RollbackAsync();
        Assert.Equal("one | two | 404", await site.AskAllAsync("/one", "/two", "/three"));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal("one | 404 | 404", await site.AskAllAsync("/one", "/two", "/three"));
        site.Release();
        Assert.Equal("slow", await slow);
        await site.ApplyAsync(program.Next);
        Assert.Equal("404 | two more | 2", await site.AskAllAsync("/one", "/two", "/three"));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
    }

    [Theory]
    [InlineData("\"/seen\"", "\"/saw\"", "its handler has state of its own")]
    [InlineData("app.MapOrders();", "app.MapOrders(); if (args.Length > 7) app.MapGet(\"/two\", () => \"two\");", "only under a condition")]
    [InlineData("app.MapOrders();", "app.MapOrders(); app.MapGet(args.Length + \"/two\", () => \"two\");", "what other code has made")]
    [InlineData("app.MapOrders();", "app.MapOrders(); app.MapControllers();", "MapControllers is none of the calls")]
    [InlineData("return routes;", "System.Console.Title = \"x\"; return routes;", "does more than map end points: Title = (\"x\")")]
    [InlineData("() => \"one\");", "() => \"one\").WithName(args.Length.ToString());", "something is said of it that cannot be said again")]
    public void What_cannot_be_run_anew_is_named_with_what_is_in_the_way(string before, string after, string reason)
    {
        var program = Make(before, after, services: "builder.Services.AddControllers();");
        Assert.Contains(program.Remarks, d => d.Id == "HW3350" && d.Message.Contains(reason, StringComparison.Ordinal));
        Assert.Contains(program.Remarks, static d => d.Id == "HW3206");
    }

    // A new end point in the same release does not hide what else changed.
    [Theory]
    [InlineData("app.UseAuthentication();\napp.UseAuthorization();", "app.UseAuthorization();\napp.UseAuthentication();")]
    [InlineData("app.UseAuthorization();", "app.UseAuthorization(); app.Use(next => next);")]
    [InlineData("app.UseAuthorization();", "if (args.Length < 9) { app.UseAuthorization(); }")]
    [InlineData("if (args.Length > 7) app.MapStock(); app.MapStock();", "if (args.Length > 8) app.MapStock(); app.MapStock();")]
    [InlineData("\"7\";", "\"7\"; /* other */", "app.MapGet(\"/stock\", Count);", "app.MapGet(\"/stock\", Count); app.MapGet(\"/more\", Count);")]
    public void What_else_changes_is_named_beside_an_end_point(string before, string after, string then = "\0", string now = "")
    {
        var source = Source.Replace("app.MapStock();", "if (args.Length > 7) app.MapStock(); app.MapStock();", StringComparison.Ordinal);
        Assert.Contains(before, source, StringComparison.Ordinal);
        var changed = source.Replace(before, after, StringComparison.Ordinal).Replace(then, now, StringComparison.Ordinal).Replace("app.MapOrders();", "app.MapGet(\"/two\", () => \"two\"); app.MapOrders();", StringComparison.Ordinal);
        var program = WovenProgram.Make("Beside", OutputKind.ConsoleApplication, [source, Extra], [changed, Extra]);
        Assert.Contains(program.Remarks, static d => d.Id == "HW3206");
    }

    [Fact]
    public async Task What_is_mapped_anew_twice_over_is_refused_and_nothing_changes()
    {
        var program = Make("app.MapGet(\"/seen\", () => { seen.Add(\"x\"); return seen.Count; });", "app.MapGet(\"/seen\", () => \"seen\");");
        await using var site = await RunningProgram.StartAsync(program);
        var refused = await Assert.ThrowsAsync<SwapException>(() => site.ApplyAsync(program.Patch));
        Assert.Equal("HW8002", refused.Code);
        Assert.Equal("1 | one", await site.AskAllAsync("/seen", "/one"));
    }

    [Fact]
    public async Task Without_an_application_that_takes_part_the_patch_is_refused()
    {
        var program = WovenProgram.Make(
            "Alone", OutputKind.ConsoleApplication, [Source, Extra], [Source.Replace("app.MapOrders();", "app.MapGet(\"/two\", () => \"two\"); app.MapOrders();", StringComparison.Ordinal), Extra]);
        var assembly = program.Load();
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(assembly.GetType("Clock", throwOnError: true)!.TypeHandle);
        var refused = await Assert.ThrowsAsync<SwapException>(() => HotSwap.ApplyAsync(program.Patch, new SwapOptions { LoadContext = System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly) }));
        Assert.Equal("HW8001", refused.Code);
    }

    private static WovenProgram Make(string before, string after, string services = "")
    {
        var source = Source.Replace("builder.Services.AddAuthorization();", "builder.Services.AddAuthorization(); " + services, StringComparison.Ordinal);
        return WovenProgram.Make("Mapping", OutputKind.ConsoleApplication, [source, Extra], [source.Replace(before, after, StringComparison.Ordinal), Extra]);
    }

    private const string Extra = "public static class Extra { public static string Two() => \"2\"; }";
}
