using HotWeave.Hosting.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>Controllers that a release adds: the running application serves them, and no more once the release is taken back.</summary>
public sealed class AddedControllerTests : SwapTest
{
    private const string Source = """
        using System;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Authorization;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;

        [assembly: HotWeave.Swappable]

        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddHotWeave();
        builder.Services.AddSingleton<Clock>();
        builder.Services.AddControllers().AddApplicationPart(typeof(Clock).Assembly);
        var app = builder.Build();
        app.MapControllers();
        Running.Place(app);
        app.Run();

        public class Clock { public string Now() => "now"; }

        [ApiController, Route("one")]
        public class OneController : ControllerBase
        {
            [HttpGet] public string Get() => "one";
            [HttpGet("slow")] public async Task<string> Slow() { await Running.HoldAsync(); return "slow"; }
        }

        """ + RunningProgram.Place;

    private const string Two = """
        public record Wanted([System.ComponentModel.DataAnnotations.Range(1, 5)] int Count);

        [ApiController, Route("two")]
        public class TwoController(Clock clock) : ControllerBase
        {
            [HttpGet] public string Get() => "two " + clock.Now();
            [HttpGet("{id:int}")] public ActionResult<Wanted> Find(int id) => id == 0 ? NotFound() : new Wanted(id);
            [HttpPost] public string Post(Wanted wanted) => "made " + wanted.Count;
        }
        """;

    private static readonly string[] s_requests = ["/one", "/two", "/two/3", "/two/0", "POST /two"];

    [Fact]
    public async Task A_new_controller_is_served_and_no_more_after_a_rollback()
    {
        var program = Make();
        Assert.Empty(program.Remarks);
        await using var site = await RunningProgram.StartAsync(program);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("one | 404 | 404 | 404 | 404", await site.AskAllAsync(s_requests));
            await site.ApplyAsync(program.Patch);
            Assert.Equal("""one | two now | {"count":3} | 404 | 415""", await site.AskAllAsync(s_requests));
            Assert.Equal("made 4", await site.AskAsync("POST /two", body: """{"count":4}"""));
            Assert.Equal("400", await site.AskAsync("POST /two", body: """{"count":6}"""));
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
        }

        Assert.Equal("one | 404 | 404 | 404 | 404", await site.AskAllAsync(s_requests));
    }

    [Fact]
    public async Task Only_requests_of_a_version_that_has_it_find_it()
    {
        var program = Make();
        await using var site = await RunningProgram.StartAsync(program);
        var slow = await site.HoldAsync("/one/slow");
        await site.ApplyAsync(program.Patch, new SwapOptions { Mode = SwapMode.UnitOfWork, Probation = new ProbationOptions { Share = 0.5, Window = TimeSpan.FromMinutes(10) } });
        var answers = new HashSet<string>();
        for (var i = 0; i < 200; i++)
            answers.Add(await site.AskAsync("/two"));
        Assert.Equal(["404", "two now"], answers.Order(StringComparer.Ordinal));
        await HotSwap.PromoteAsync();
        Assert.Equal("two now", await site.AskAsync("/two"));
        site.Release();
        Assert.Equal("slow", await slow);
        await using var later = await site.StartAgainAsync();
        Assert.Equal("two now", await later.AskAsync("/two"));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal("404", await site.AskAsync("/two"));
        Assert.Equal("404", await later.AskAsync("/two"));
    }

    [Fact]
    public async Task One_that_cannot_be_mapped_has_the_patch_refused()
    {
        var program = WovenProgram.Make("Controllers", OutputKind.ConsoleApplication, [Source], [Source, "using Microsoft.AspNetCore.Mvc; [ApiController] public class BadController : ControllerBase { [HttpGet] public int Get() => 1; }"]);
        await using var site = await RunningProgram.StartAsync(program);
        Assert.Equal("HW8012", (await Assert.ThrowsAsync<SwapException>(() => site.ApplyAsync(program.Patch))).Code);
        Assert.Equal("one", await site.AskAsync("/one"));
    }

    [Theory]
    [InlineData("Unknown unknown", "takes Unknown unknown", false)]
    [InlineData("Clock clock, [FromKeyedServices(\"k\")] Clock keyed", "takes Clock keyed", false)]
    [InlineData("Clock clock", "AddControllersAsServices", true)]
    public async Task One_that_dependency_injection_cannot_make_has_the_patch_refused(string parameters, string named, bool areServices)
    {
        var source = areServices ? Source.Replace(".AddApplicationPart(typeof(Clock).Assembly)", ".AddApplicationPart(typeof(Clock).Assembly).AddControllersAsServices()", StringComparison.Ordinal) : Source;
        var added = $$"""
            using Microsoft.AspNetCore.Mvc; using Microsoft.Extensions.DependencyInjection;
            public class Unknown;
            [ApiController, Route("needy")] public class NeedyController({{parameters}}) : ControllerBase { [HttpGet] public string Get() => "needy"; }
            """;
        var program = WovenProgram.Make("Controllers", OutputKind.ConsoleApplication, [source], [source, added]);
        await using var site = await RunningProgram.StartAsync(program);
        var refused = await Assert.ThrowsAsync<SwapException>(() => site.ApplyAsync(program.Patch));
        Assert.Equal("HW8012", refused.Code);
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.Equal("one | 404", await site.AskAllAsync(["/one", "/needy"]));
    }

    [Fact]
    public async Task One_that_takes_optional_and_keyed_services_is_served()
    {
        var source = Source.Replace("AddSingleton<Clock>();", "AddSingleton<Clock>(); builder.Services.AddKeyedSingleton<Clock>(\"k\");", StringComparison.Ordinal);
        const string Added = """
            using Microsoft.AspNetCore.Mvc; using Microsoft.Extensions.DependencyInjection;
            public class Unknown;
            [ApiController, Route("a")] public class AController(Clock clock, Unknown? none = null) : ControllerBase { [HttpGet] public string Get() => "a" + clock.Now() + none; }
            [ApiController, Route("b")] public class BController([FromKeyedServices("k")] Clock clock) : ControllerBase { [HttpGet] public string Get() => "b" + clock.Now(); }
            """;
        var program = WovenProgram.Make("Controllers", OutputKind.ConsoleApplication, [source], [source, Added]);
        await using var site = await RunningProgram.StartAsync(program);
        await site.ApplyAsync(program.Patch);
        Assert.Equal("anow | bnow", await site.AskAllAsync(["/a", "/b"]));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal("404 | 404", await site.AskAllAsync(["/a", "/b"]));
    }

    [Fact]
    public void It_is_said_and_named_where_that_is_not_wanted()
    {
        string[] changed = [Source, "using Microsoft.AspNetCore.Mvc; " + Two];
        Assert.Equal("TwoController", Assert.Single(WovenProgram.Compare("Controllers", [Source], changed).Diagnostics, static d => d.Id == "HW3358").Member);
        Assert.Single(WovenProgram.Compare("Controllers", [Source], changed, "HW3358").Diagnostics, static d => d.Id == "HW3255");
        var unmapped = Source.Replace("app.MapControllers();", "", StringComparison.Ordinal);
        Assert.Single(WovenProgram.Compare("Controllers", [unmapped], [unmapped, changed[1]]).Diagnostics, static d => d.Id == "HW3255");
    }

    private static WovenProgram Make() => WovenProgram.Make("Controllers", OutputKind.ConsoleApplication, [Source], [Source, "using Microsoft.AspNetCore.Mvc; " + Two]);
}
