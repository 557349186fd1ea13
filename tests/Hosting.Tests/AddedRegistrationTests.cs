using HotWeave.Hosting.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>Services that a release registers: made beside those of the running application, and no more once the release is taken back.</summary>
public sealed class AddedRegistrationTests : SwapTest
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.DependencyInjection.Extensions;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging;

        [assembly: HotWeave.Swappable]

        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddHotWeave();
        builder.Services.AddControllers().AddApplicationPart(typeof(Journal).Assembly);
        builder.Services.AddSingleton<Journal>();
        builder.Services.AddShop();
        // REGISTER
        var app = builder.Build();
        app.MapControllers();
        app.MapGet("/journal", (Journal journal) => journal.Read());
        app.MapGet("/slow", async (Ledger ledger) => { await Running.HoldAsync(); return ledger.Show(); });
        app.MapGet("/ledger", (Ledger ledger) => ledger.Show());
        // MAP
        Running.Place(app);
        app.Run();

        public class Journal
        {
            private string _text = "";
            public void Write(string line) { lock (this) _text += line + " "; }
            public string Read() { lock (this) return _text; }
        }

        // TYPES

        """ + RunningProgram.Place;

    private const string Deployed = """
        public static class Shop { public static IServiceCollection AddShop(this IServiceCollection services) { services.AddSingleton<Ledger>(); return services; } }

        public class Ledger { public string Show() { return "ledger 1"; } }

        [ApiController, Route("mvc")]
        public class OrdersController : ControllerBase
        {
            [HttpGet] public string Get() { return "orders 1"; }
        }
        """;

    private const string Next = """
        public static class Shop
        {
            public static IServiceCollection AddShop(this IServiceCollection services)
            {
                services.AddSingleton<Ledger>();
                services.AddSingleton<IClock, Clock>();
                services.AddScoped<Session>().AddTransient(typeof(Ticket));
                return services;
            }

            public static void AddMore(this IServiceCollection services) { services.TryAddSingleton<Journal>(); services.AddSingleton(typeof(IRepository<>), typeof(Repository<>)); services.AddKeyedScoped<Session>("k"); }
        }

        public interface IClock { string Now(); }
        public class Clock : IClock, IDisposable
        {
            private readonly Journal _journal;
            public Clock(Journal journal) { _journal = journal; journal.Write("clock"); }
            public string Now() => "now";
            public void Dispose() => _journal.Write("gone");
        }

        public class Session(Journal journal) : IDisposable { private static int s_made; public int Number { get; } = Interlocked.Increment(ref s_made); public void Dispose() => journal.Write("ended"); }
        public class Ticket(Session session) { public int Number => session.Number; }
        public interface IRepository<T> { string Name { get; } }
        public class Repository<T>(Journal journal) : IRepository<T> { public string Name => typeof(T).Name + journal.Read().Length * 0; }
        public class Made(string text) { public string Text => text; }
        public class Worker(IClock clock, Journal journal) : IHostedService
        {
            public Task StartAsync(CancellationToken stop) { journal.Write("begins"); return Task.CompletedTask; }
            public async Task StopAsync(CancellationToken stop) { await Task.Yield(); journal.Write("ends" + clock.Now()); }
        }

        public class Ledger
        {
            private readonly IClock _clock;
            public Ledger(IClock clock) { _clock = clock; }
            public string Show() { return "ledger 2 " + _clock.Now(); }
        }

        [ApiController, Route("mvc")]
        public class OrdersController(IClock clock) : ControllerBase
        {
            [HttpGet] public string Get() { return "orders 2 " + clock.Now(); }
            [HttpGet("more")] public string More(Session session, [FromServices] Ticket ticket, Made made) { return (session.Number == ticket.Number) + made.Text + HttpContext.RequestServices.GetRequiredService<IClock>().Now(); }
        }

        [ApiController, Route("made")]
        public class NewController(Session session, Ticket ticket, IRepository<int> all) : ControllerBase
        {
            [HttpGet] public string Get() { return (session.Number == ticket.Number) + all.Name; }
        }
        """;

    private const string Register = """builder.Services.AddMore(); builder.Services.AddSingleton(static p => new Made("made " + p.GetRequiredService<IClock>().Now())); builder.Services.AddHostedService<Worker>();""";

    private const string Map = """app.MapGet("/new", (IClock clock, Session session, Ticket ticket, [FromKeyedServices("k")] Session keyed, IEnumerable<IClock> all) => clock.Now() + (session.Number == ticket.Number) + (keyed.Number == session.Number) + all.Count());""";

    private static readonly string[] s_requests = ["/ledger", "/mvc", "/mvc/more", "/new", "/made"];

    [Theory]
    [InlineData(OptimizationLevel.Debug)]
    [InlineData(OptimizationLevel.Release)]
    public async Task Services_are_made_beside_the_deployed_ones_and_end_with_the_release(OptimizationLevel level)
    {
        var program = WovenProgram.Make("Registrations", OutputKind.ConsoleApplication, [Write(Deployed, "", "")], [Write(Next, Register, Map)], level, takesServices: true);
        Assert.DoesNotContain(program.Remarks, static d => d.Id is "HW3206" or "HW3364" or "HW3310");
        await using var site = await RunningProgram.StartAsync(program);
        const string Old = "ledger 1 | orders 1 | 404 | 404 | 404";
        Assert.Equal(Old, await site.AskAllAsync(s_requests));
        var slow = await site.HoldAsync("/slow");
        await site.ApplyAsync(program.Patch);
        const string New = "ledger 2 now | orders 2 now | Truemade nownow | nowTrueFalse1 | TrueInt320";
        for (var i = 0; i < 2; i++)
            Assert.Equal(New, await site.AskAllAsync(s_requests));
        site.Release();
        Assert.Equal("ledger 1", await slow);
        await Limit.UntilAsync(async () => (await site.AskAsync("/journal")).Contains("begins", StringComparison.Ordinal));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal(Old, await site.AskAllAsync(s_requests));
        await Limit.UntilAsync(async () => (await site.AskAsync("/journal")).Contains("endsnow", StringComparison.Ordinal));
        await site.ApplyAsync(program.Patch);
        Assert.Equal(New, await site.AskAllAsync(s_requests));
        var journal = await site.AskAsync("/journal");
        Assert.Equal(1, journal.Split("clock").Length - 1);
        Assert.DoesNotContain("gone", journal, StringComparison.Ordinal);
        await using (var later = await site.StartAgainAsync())
            Assert.Equal(New, await later.AskAllAsync(s_requests));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
    }

    [Fact]
    public async Task A_singleton_is_made_once_for_all_versions_that_register_it_and_ends_with_the_last()
    {
        const string Types = Deployed + """
            public class Clock : IDisposable { private readonly Journal _journal; public Clock(Journal journal) { _journal = journal; journal.Write("clock"); } public void Dispose() => _journal.Write("gone"); }
            """;
        const string More = """builder.Services.AddSingleton<Clock>();""";
        var program = WovenProgram.Make(
            "Registrations", OutputKind.ConsoleApplication, [Write(Deployed, "", "")], [Write(Types, More, """app.MapGet("/new", (Clock clock) => "new 2");""")],
            version3: [Write(Types, More, """app.MapGet("/new", (Clock clock) => "new 3");""")]);
        await using var site = await RunningProgram.StartAsync(program);
        await site.ApplyAsync(program.Patch);
        Assert.Equal("new 2 | clock ", await site.AskAllAsync("/new", "/journal"));
        await site.ApplyAsync(program.Next);
        Assert.Equal("new 3 | clock ", await site.AskAllAsync("/new", "/journal"));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal("404", await site.AskAsync("/new"));
        await Limit.UntilAsync(async () => await site.AskAsync("/journal") == "clock gone ");
    }

    [Theory]
    [InlineData("public class A(System.Version version);", "builder.Services.AddSingleton<A>();", "A takes System.Version version")]
    [InlineData("public class A(B b); public class B(A a);", "builder.Services.AddScoped<A>(); builder.Services.AddScoped<B>();", "A -> B -> A")]
    [InlineData("public class A(B b); public class B;", "builder.Services.AddSingleton<A>(); builder.Services.AddScoped<B>();", "which is scoped")]
    [InlineData("public class A : Microsoft.Extensions.Hosting.IHostedService { public Task StartAsync(CancellationToken c) => Task.CompletedTask; public Task StopAsync(CancellationToken c) => Task.CompletedTask; }",
        "builder.Services.AddSingleton<Microsoft.Extensions.Hosting.IHostedService, A>();", "The application has registered")]
    public async Task HW8016_what_cannot_be_made_beside_the_application_has_the_patch_refused(string types, string register, string why)
    {
        var program = WovenProgram.Make("Registrations", OutputKind.ConsoleApplication, [Write(Deployed, "", "")], [Write(Deployed + types, register, "")]);
        await using var site = await RunningProgram.StartAsync(program);
        var refusal = await Assert.ThrowsAsync<SwapException>(() => site.ApplyAsync(program.Patch));
        Assert.Equal("HW8016", refusal.Code);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("ledger 1", await site.AskAsync("/ledger"));
    }

    [Fact]
    public async Task HW8015_without_an_application_the_patch_is_refused()
    {
        var program = WovenProgram.Make("Registrations", OutputKind.ConsoleApplication, [Write(Deployed, "", "")], [Write(Deployed + "public class A;", "builder.Services.AddSingleton<A>();", "")]);
        var refusal = await Assert.ThrowsAsync<SwapException>(() => HotSwap.ApplyAsync(program.Patch, new SwapOptions { LoadContext = System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(program.Load()) }));
        Assert.Equal("HW8015", refusal.Code);
    }

    [Theory]
    [InlineData("builder.Services.AddScoped<Ledger>();", "services.AddSingleton<Ledger>();", "services.AddScoped<Ledger>();")]
    [InlineData("builder.Services.AddSingleton<Ledger>(p => new Ledger());", "services.AddSingleton<Ledger>();", "services.AddSingleton<Ledger>(p => new Ledger());")]
    [InlineData("if (args.Length > 7) builder.Services.AddSingleton<A>();", "", "")]
    [InlineData("builder.Services.Configure<A>(a => { });", "", "")]
    [InlineData("var text = args[0]; builder.Services.AddSingleton(p => text);", "", "")]
    [InlineData("builder.Services.AddSingleton<A>(); var other = WebApplication.CreateBuilder();", "", "")]
    [InlineData("builder.Services.AddBoth();", "", "")]
    [InlineData("if (args.Length > 7) builder.Services.AddMore();", "", "")]
    public void What_is_registered_otherwise_or_not_for_certain_is_named(string register, string before, string after)
    {
        const string Types = """
            public class A;
            public static class Both { public static void AddBoth(this IServiceCollection services) { services.AddSingleton<A>(); Console.WriteLine(); } public static void AddMore(this IServiceCollection services) => services.AddSingleton<A>(); }
            """;
        var next = before.Length == 0 ? Write(Deployed + Types, register, "") : Write(Deployed.Replace(before, after, StringComparison.Ordinal), "", "");
        var result = WovenProgram.Compare("Registrations", [Write(Deployed, "", "")], [next]);
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3206");
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3363");
    }

    [Fact]
    public void HW3363_says_what_is_registered_and_HW3364_who_asks_a_provider_that_does_not_have_it()
    {
        const string Types = "public class A; public class B(IServiceProvider services) { public A Get() => services.GetRequiredService<A>(); }";
        var asking = Deployed.Replace("\"ledger 1\"", "\"ledger 2\" + Known.Services?.GetRequiredService<A>()", StringComparison.Ordinal);
        const string Services = "public static class Known { public static IServiceProvider? Services; }";
        string[] next = [Write(asking + Types + Services, "builder.Services.AddSingleton<A>(); builder.Services.AddTransient<B>();", "")];
        var said = WovenProgram.Compare("Registrations", [Write(Deployed, "", "")], next).Diagnostics;
        Assert.Equal("Ledger.Show()", Assert.Single(said, static d => d.Id == "HW3364").Member);
        Assert.Contains("AddSingleton<A>()", Assert.Single(said, static d => d.Id == "HW3363").Message, StringComparison.Ordinal);
        var left = WovenProgram.Compare("Registrations", [Write(Deployed, "", "")], next, "HW3363").Diagnostics;
        Assert.Single(left, static d => d.Id == "HW3206");
        Assert.DoesNotContain(left, static d => d.Id is "HW3363" or "HW3364");
    }

    private static string Write(string types, string register, string map) => Source
        .Replace("// TYPES", types, StringComparison.Ordinal).Replace("// REGISTER", register, StringComparison.Ordinal).Replace("// MAP", map, StringComparison.Ordinal);
}
