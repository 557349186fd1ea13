using HotWeave.Hosting.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>Actions that a release adds to deployed controllers, takes from them or gives other parameters: the running application serves those of each request's version.</summary>
public sealed class ChangedActionTests : SwapTest
{
    private const string Source = """
        using System;
        using System.ComponentModel.DataAnnotations;
        using System.Security.Claims;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.Mvc.Filters;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;

        [assembly: HotWeave.Swappable]

        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddHotWeave();
        builder.Services.AddSingleton<Clock>();
        builder.Services.AddControllers().AddApplicationPart(typeof(Clock).Assembly);
        builder.Services.AddAuthentication("u").AddScheme<AuthenticationSchemeOptions, Users>("u", null);
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapControllers();
        app.MapControllerRoute("plain", "plain/{action}/{id?}", new { controller = "Plain" });
        Running.Place(app);
        app.Run();

        public class Clock { public string Now() => "now"; }

        public class Users(Microsoft.Extensions.Options.IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, System.Text.Encodings.Web.UrlEncoder encoder)
            : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
        {
            protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers["X-User"].ToString() is { Length: > 0 } name
                ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "u")), "u"))
                : AuthenticateResult.NoResult());
        }

        public class MarkAttribute : ActionFilterAttribute
        {
            public override void OnActionExecuting(ActionExecutingContext context) => context.HttpContext.Response.Headers["X-Mark"] = "1";
        }

        // CONTROLLERS

        """ + RunningProgram.Place;

    private const string Deployed = """
        public record Wanted([Range(1, 5)] int Count);

        [ApiController, Route("orders"), Mark]
        public class OrdersController : ControllerBase
        {
            private readonly Clock _clock;
            public OrdersController(Clock clock) => _clock = clock;
            [HttpGet] public string List() { return "list " + _clock.Now(); }
            [HttpGet("old")] public string Old() { return "old"; }
            [HttpGet("moved")] public string Moved() { return "moved 1"; }
            [HttpGet("slow")] public async Task<string> Slow() { await Running.HoldAsync(); return "slow 1"; }
            [HttpGet("more")] public string More(int a) { return "more " + a; }
        }

        [Route("gone")] public class GoneController : ControllerBase { [HttpGet] public string Get() { return "gone"; } }

        public class PlainController : Controller { public string One() { return "one"; } }
        """;

    private const string Next = """
        public record Wanted([Range(1, 5)] int Count);

        [ApiController, Route("orders"), Mark]
        public class OrdersController : ControllerBase
        {
            private readonly Clock _clock;
            private int _asked;
            public OrdersController(Clock clock) => _clock = clock;
            [HttpGet] public string List() { return "list " + _clock.Now(); }
            [Authorize, HttpGet("moved")] public string MovedOn() { return "moved 2"; }
            [HttpGet("slow")] public async Task<string> Slow() { await Running.HoldAsync(); return "slow 1"; }
            [HttpGet("more")] public string More(int a, [FromQuery(Name = "bee")] int b = 7) { return "more " + a + b; }
            /// added
            [HttpGet("{id:int}")] public async Task<ActionResult<Wanted>> Find(int id, [FromServices] Clock clock) { await Task.Yield(); _asked++; return id == 0 ? NotFound() : new Wanted(id + (_asked - 1)); }
            [HttpPost] public string Post(Wanted wanted) { return Name(wanted) + _clock.Now() + User.Identity?.Name; }
            private string Name(Wanted wanted) { return "made " + wanted.Count + " "; }
        }

        public class PlainController : Controller { public string One() { return "one"; } public string Two(string id) { return "two " + id; } }
        """;

    private static readonly string[] s_requests = ["/orders", "/orders/old", "/orders/moved", "/orders/more?a=1&bee=2", "/orders/3", "/orders/0", "POST /orders", "/gone", "/plain/one", "/plain/two/x"];

    private const string Before = "list now | old | moved 1 | more 1 | 404 | 404 | 405 | gone | one | 404";

    private const string After = """list now | 404 | 401 | more 12 | {"count":3} | 404 | 415 | 404 | one | two x""";

    [Theory]
    [InlineData(OptimizationLevel.Debug)]
    [InlineData(OptimizationLevel.Release)]
    public async Task Actions_are_those_of_the_new_build_and_of_the_deployed_one_after_a_rollback(OptimizationLevel level)
    {
        var program = Make(Next, level);
        Assert.DoesNotContain(program.Remarks, static d => d.Id is "HW3255" or "HW3362");
        await using var site = await RunningProgram.StartAsync(program);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(Before, await site.AskAllAsync(s_requests));
            await site.ApplyAsync(program.Patch);
            Assert.Equal(After, await site.AskAllAsync(s_requests));
            Assert.Equal("made 4 nowme", await site.AskAsync("POST /orders", "me", """{"count":4}"""));
            Assert.Equal("400", await site.AskAsync("POST /orders", body: """{"count":6}"""));
            Assert.Equal("moved 2", await site.AskAsync("/orders/moved", "me"));
            using var answer = await site.Client.GetAsync(new Uri("/orders/3", UriKind.Relative));
            Assert.Equal("1", answer.Headers.GetValues("X-Mark").Single());
            await using (var later = await site.StartAgainAsync())
                Assert.Equal(After, await later.AskAllAsync(s_requests));
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
        }

        Assert.Equal(Before, await site.AskAllAsync(s_requests));
    }

    [Fact]
    public async Task While_both_versions_are_live_each_request_has_the_actions_of_its_own_and_authorisation_is_that_of_both()
    {
        var program = Make(Next);
        await using var site = await RunningProgram.StartAsync(program);
        var slow = await site.HoldAsync("/orders/slow");
        await site.ApplyAsync(program.Patch, new SwapOptions { Mode = SwapMode.UnitOfWork, Probation = new ProbationOptions { Share = 0.5, Window = TimeSpan.FromMinutes(10) } });
        Assert.Equal(["404", "old"], await AskOftenAsync("/orders/old"));
        Assert.Equal(["404", """{"count":3}"""], await AskOftenAsync("/orders/3"));
        Assert.Equal(["401"], await AskOftenAsync("/orders/moved"));
        Assert.Equal(["moved 1", "moved 2"], await AskOftenAsync("/orders/moved", "me"));
        await HotSwap.PromoteAsync();
        Assert.Equal(After, await site.AskAllAsync(s_requests));
        site.Release();
        Assert.Equal("slow 1", await slow);
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal(Before, await site.AskAllAsync(s_requests));

        async Task<IEnumerable<string>> AskOftenAsync(string request, string? user = null)
        {
            var answers = new HashSet<string>();
            for (var i = 0; i < 100; i++)
                answers.Add(await site.AskAsync(request, user));
            return answers.Order(StringComparer.Ordinal);
        }
    }

    [Fact]
    public void HW3360_and_HW3361_say_what_is_served_and_what_is_not_any_more()
    {
        var said = Compare(Next).Diagnostics;
        Assert.Equal(5, said.Count(static d => d.Id == "HW3360"));
        Assert.Equal(4, said.Count(static d => d.Id == "HW3361"));
        // Who is told that an action is not served any more need not be told that it is gone.
        Assert.DoesNotContain(said, static d => d.Id is "HW3204" or "HW3209");
        var left = Compare(Next, "HW3360").Diagnostics;
        Assert.DoesNotContain(left, static d => d.Id is "HW3360" or "HW3361");
        Assert.Single(left, static d => d.Id == "HW3255");
        Assert.Equal(4, left.Count(static d => d.Id == "HW3362"));
    }

    [Theory]
    [InlineData("public class PlainController : Controller", "public sealed class PlainController : Controller")]
    [InlineData("public class PlainController : Controller", "public class OtherController : PlainController; public class PlainController : Controller")]
    public void What_no_class_of_a_patch_can_stand_for_is_named(string controller, string other)
    {
        var result = WovenProgram.Compare("Actions", [Write(Deployed.Replace(controller, other, StringComparison.Ordinal))], [Write(Next.Replace(controller, other, StringComparison.Ordinal))]);
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3255" && d.Message.Contains("PlainController.Two", StringComparison.Ordinal));
    }

    private static HotWeave.Weaver.PatchResult Compare(string next, params string[] accepted) => WovenProgram.Compare("Actions", [Write(Deployed)], [Write(next)], accepted);

    private static WovenProgram Make(string next, OptimizationLevel level = OptimizationLevel.Release) =>
        WovenProgram.Make("Actions", OutputKind.ConsoleApplication, [Write(Deployed)], [Write(next)], level);

    private static string Write(string controllers) => Source.Replace("// CONTROLLERS", controllers, StringComparison.Ordinal);

}
