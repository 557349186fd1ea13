using HotWeave.Hosting.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>A further service in a constructor: objects that dependency injection has made, and goes on making as deployed, get it.</summary>
public sealed class ServiceValueTests : SwapTest
{
    private const string Source = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging;

        [assembly: HotWeave.Swappable]

        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddHotWeave();
        builder.Services.AddControllers().AddApplicationPart(typeof(Ledger).Assembly);
        builder.Services.AddSingleton<Store>();
        builder.Services.AddSingleton<IClock, Clock>();
        builder.Services.AddTransient<Ticket>();
        builder.Services.AddScoped<Session>();
        builder.Services.AddSingleton<Broken>(_ => throw new InvalidOperationException("no luck"));
        builder.Services.AddSingleton<Ledger>();
        builder.Services.AddSingleton<Ticker>();
        builder.Services.AddHostedService(static p => p.GetRequiredService<Ticker>());
        var app = builder.Build();
        app.MapControllers();
        app.MapGet("/ledger", (Ledger ledger) => ledger.Show());
        app.MapGet("/hosted", (Ticker ticker) => ticker.Show());
        app.MapGet("/slow", async (Ledger ledger) => { await Running.HoldAsync(); return ledger.Show(); });
        Running.Place(app);
        app.Run();

        public class Store { public int Count = 3; }
        public interface IClock { string Now(); }
        public class Clock : IClock { private int _asked; public string Now() => "now" + Interlocked.Increment(ref _asked) * 0; }
        public class Ticket { private static int s_made; public int Number { get; } = Interlocked.Increment(ref s_made); }
        public class Session { }
        public class Broken { }

        // LEDGER

        """ + RunningProgram.Place;

    private const string Deployed = """
        public class Ledger
        {
            private readonly Store _store;
            public Ledger(Store store) { _store = store; }
            public string Show() { return "ledger 1 " + _store.Count; }
        }

        public class Ticker : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stop) => Task.CompletedTask;
            public string Show() { return "ticker 1"; }
        }

        [ApiController, Route("mvc")]
        public class OrdersController : ControllerBase
        {
            private readonly Store _store;
            public OrdersController(Store store) => _store = store;
            [HttpGet] public string Get() { return "orders 1 " + _store.Count; }
        }
        """;

    private const string Next = """
        public class Ledger
        {
            private readonly Store _store;
            private readonly IClock _clock;
            private readonly Ticket _ticket;
            private readonly ILogger<Ledger> _log;
            public Ledger(Store store, IClock clock, Ticket ticket, ILogger<Ledger> log)
            {
                _store = store ?? throw new ArgumentNullException(nameof(store));
                _clock = clock ?? throw new ArgumentNullException(nameof(clock));
                _ticket = ticket;
                _log = log;
            }

            public string Show() { _log.LogInformation("shown"); return "ledger 2 " + _store.Count + _clock.Now() + (_ticket.Number == _ticket.Number); }
        }

        public class Ticker(IClock clock, Store store) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stop) => Task.CompletedTask;
            public string Show() { return "ticker 2 " + clock.Now() + store.Count; }
        }

        [ApiController, Route("mvc")]
        public class OrdersController(Store store, IClock clock) : ControllerBase
        {
            [HttpGet] public string Get() { return "orders 2 " + store.Count + clock.Now(); }
        }
        """;

    private static readonly string[] s_paths = ["/ledger", "/hosted", "/mvc"];

    [Theory]
    [InlineData(OptimizationLevel.Debug)]
    [InlineData(OptimizationLevel.Release)]
    public async Task Singletons_hosted_services_and_controllers_get_a_further_service_forward_and_back(OptimizationLevel level)
    {
        var program = Make(Next, level);
        Assert.DoesNotContain(program.Remarks, static d => d.Id is "HW3310" or "HW3314");
        Assert.Equal(
            ["Ledger._clock", "Ledger._log", "Ledger._ticket", "OrdersController.clock", "Ticker.clock", "Ticker.store"],
            program.Remarks.Where(static d => d.Id == "HW3315").Select(static d => d.Member!.Replace("<", "").Replace(">P", "")).Order(StringComparer.Ordinal));
        await using var site = await RunningProgram.StartAsync(program);
        const string Old = "ledger 1 3 | ticker 1 | orders 1 3", New = "ledger 2 3now0True | ticker 2 now03 | orders 2 3now0";
        Assert.Equal(Old, await site.AskAllAsync(s_paths));
        // A request that is under way ends as it began.
        var slow = await site.HoldAsync("/slow");
        for (var round = 0; round < 2; round++)
        {
            await site.ApplyAsync(program.Patch);
            Assert.Equal(New, await site.AskAllAsync(s_paths));
            Assert.Equal(New, await site.AskAllAsync(s_paths));
            if (round == 0)
            {
                site.Release();
                Assert.Equal("ledger 1 3", await slow);
            }

            await HotSwap.RollbackAsync(VersionNumber.Baseline);
            Assert.Equal(Old, await site.AskAllAsync(s_paths));
        }
    }

    [Theory]
    [InlineData("Ledger", "Session session", "it is scoped")]
    [InlineData("Ledger", "Version version", "the application has not registered it")]
    [InlineData("Ledger", "Broken broken", "making it threw System.InvalidOperationException: no luck")]
    [InlineData("OrdersController", "Ticket ticket", "it is transient, and OrdersController is not registered as a singleton")]
    public async Task What_the_application_does_not_give_such_objects_is_refused(string owner, string parameter, string why)
    {
        var (type, name) = (parameter.Split(' ')[0], parameter.Split(' ')[1]);
        var next = owner == "Ledger"
            ? Deployed.Replace("public Ledger(Store store) { _store = store; }", $"private readonly {type} _{name}; public Ledger(Store store, {parameter}) {{ _store = store; _{name} = {name}; }}", StringComparison.Ordinal)
                .Replace("\"ledger 1 \"", $"\"ledger 2 \" + _{name}", StringComparison.Ordinal)
            : Deployed.Replace("public OrdersController(Store store) => _store = store;", $"private readonly {type} _{name}; public OrdersController(Store store, {parameter}) {{ _store = store; _{name} = {name}; }}", StringComparison.Ordinal)
                .Replace("\"orders 1 \"", $"\"orders 2 \" + _{name}", StringComparison.Ordinal);
        var program = Make(next);
        await using var site = await RunningProgram.StartAsync(program);
        var refusal = await Assert.ThrowsAsync<SwapException>(() => site.ApplyAsync(program.Patch));
        Assert.Equal("HW6511", refusal.Code);
        Assert.Contains($"{owner} that exist would get the service ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Equal("ledger 1 3 | ticker 1 | orders 1 3", await site.AskAllAsync(s_paths));
    }

    [Fact]
    public async Task Without_an_application_the_patch_is_refused()
    {
        var program = Make(Next);
        var refusal = await Assert.ThrowsAsync<SwapException>(() => HotSwap.ApplyAsync(program.Patch, new SwapOptions { LoadContext = System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(program.Load()) }));
        Assert.Equal("HW6511", refusal.Code);
    }

    private static WovenProgram Make(string next, OptimizationLevel level = OptimizationLevel.Release) => WovenProgram.Make(
        "Services", OutputKind.ConsoleApplication, [Source.Replace("// LEDGER", Deployed, StringComparison.Ordinal)], [Source.Replace("// LEDGER", next, StringComparison.Ordinal)], level, takesServices: true);
}
