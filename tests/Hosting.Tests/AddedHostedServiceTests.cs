using HotWeave.Hosting.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>Hosted services that a release adds: started in the running application after the turn, stopped by a rollback and with the application.</summary>
public sealed class AddedHostedServiceTests : SwapTest
{
    private const string Source = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging;

        [assembly: HotWeave.Swappable]

        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddHotWeave();
        builder.Services.AddSingleton<Journal>();
        var app = builder.Build();
        app.MapGet("/", (Journal journal) => journal.Read());
        Running.Place(app);
        app.Run();

        public class Journal
        {
            private string _text = "";
            public void Write(string line) { lock (this) _text += line + " "; }
            public string Read() { lock (this) return _text; }
        }

        """ + RunningProgram.Place;

    private const string Worker = """
        public class Worker(Journal journal) : Microsoft.Extensions.Hosting.BackgroundService
        {
            protected override async System.Threading.Tasks.Task ExecuteAsync(System.Threading.CancellationToken stopping)
            {
                journal.Write("begins");
                try
                {
                    await System.Threading.Tasks.Task.Delay(System.Threading.Timeout.Infinite, stopping);
                }
                finally
                {
                    journal.Write("ends");
                }
            }
        }
        """;

    [Theory]
    [InlineData("builder.Services.AddHostedService<Worker>(); var app", "")]
    [InlineData("builder.Services.AddWork(); var app", " public static class Work { public static IServiceCollection AddWork(this IServiceCollection services) { return services; } }")]
    public async Task It_is_started_after_the_turn_and_stopped_by_a_rollback(string after, string more)
    {
        var source = more.Length == 0 ? Source : Source.Replace("var app", after, StringComparison.Ordinal) + more;
        var changed = more.Length == 0 ? Source.Replace("var app", after, StringComparison.Ordinal) : source.Replace("{ return services; }", "{ services.AddHostedService<Worker>(); return services; }", StringComparison.Ordinal);
        var program = WovenProgram.Make("Hosted", OutputKind.ConsoleApplication, [source], [changed, Worker]);
        Assert.Empty(program.Remarks);
        await using var site = await RunningProgram.StartAsync(program);
        var expected = "";
        for (var round = 0; round < 2; round++)
        {
            await site.ApplyAsync(program.Patch);
            await UntilAsync(site, expected += "begins ");
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
            await UntilAsync(site, expected += "ends ");
        }

        await site.ApplyAsync(program.Patch);
        await UntilAsync(site, expected + "begins ");
        await using (var later = await site.StartAgainAsync())
            await UntilAsync(later, "begins ");
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        await UntilAsync(site, expected + "begins ends ");
    }

    [Fact]
    public async Task One_that_cannot_be_made_has_the_patch_refused()
    {
        var program = WovenProgram.Make("Hosted", OutputKind.ConsoleApplication, [Source], [Source.Replace("var app", "builder.Services.AddHostedService<Worker>(); var app", StringComparison.Ordinal), Worker.Replace("Journal journal", "Journal journal, System.Version version", StringComparison.Ordinal)]);
        await using var site = await RunningProgram.StartAsync(program);
        Assert.Equal("HW8014", (await Assert.ThrowsAsync<SwapException>(() => site.ApplyAsync(program.Patch))).Code);
        Assert.Equal("", await site.AskAsync("/"));
    }

    [Fact]
    public async Task One_that_was_made_for_a_patch_that_is_refused_is_disposed_of_in_whichever_way_it_has()
    {
        const string Services = """
            public class Made(Journal journal) : Microsoft.Extensions.Hosting.IHostedService, System.IAsyncDisposable
            {
                public System.Threading.Tasks.Task StartAsync(System.Threading.CancellationToken stop) => System.Threading.Tasks.Task.CompletedTask;
                public System.Threading.Tasks.Task StopAsync(System.Threading.CancellationToken stop) => System.Threading.Tasks.Task.CompletedTask;
                public async System.Threading.Tasks.ValueTask DisposeAsync()
                {
                    await System.Threading.Tasks.Task.Yield();
                    journal.Write("disposed");
                }
            }

            """;
        const string Registered = "builder.Services.AddHostedService<Made>(); builder.Services.AddHostedService<Worker>(); var app";
        var unmade = Worker.Replace("Journal journal", "Journal journal, System.Version version", StringComparison.Ordinal);
        var changed = Source.Replace("var app", Registered, StringComparison.Ordinal);
        var program = WovenProgram.Make("Hosted", OutputKind.ConsoleApplication, [Source], [changed, Services + unmade]);
        await using var site = await RunningProgram.StartAsync(program);
        Assert.Equal("HW8014", (await Assert.ThrowsAsync<SwapException>(() => site.ApplyAsync(program.Patch))).Code);
        Assert.Equal("disposed ", await site.AskAsync("/"));
    }

    [Theory]
    [InlineData("if (args.Length > 7) builder.Services.AddHostedService<Worker>(); var app")]
    [InlineData("while (args.Length > 7) builder.Services.AddHostedService<Worker>(); var app")]
    [InlineData("try { builder.Services.AddHostedService<Worker>(); } finally { System.Console.Out.Flush(); } var app")]
    [InlineData("if (args.Length > 7) return; builder.Services.AddHostedService<Worker>(); var app")]
    [InlineData("builder.Services.AddHostedService(p => new Worker(p.GetRequiredService<Journal>())); var app")]
    public void What_may_not_be_registered_at_a_start_is_named(string after)
    {
        var result = WovenProgram.Compare("Hosted", [Source], [Source.Replace("var app", after, StringComparison.Ordinal), Worker]);
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3206");
    }

    [Fact]
    public async Task It_is_said_and_left_out_where_that_is_not_wanted_and_refused_where_nobody_starts_it()
    {
        var changed = Source.Replace("var app", "builder.Services.AddHostedService<Worker>(); var app", StringComparison.Ordinal);
        Assert.Equal("Worker", Assert.Single(WovenProgram.Compare("Hosted", [Source], [changed, Worker]).Diagnostics, static d => d.Id == "HW3359").Member);
        Assert.Single(WovenProgram.Compare("Hosted", [Source], [changed, Worker], "HW3359").Diagnostics, static d => d.Id == "HW3206");
        var program = WovenProgram.Make("Hosted", OutputKind.ConsoleApplication, [Source], [changed, Worker]);
        var assembly = program.Load();
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(assembly.GetType("Journal", throwOnError: true)!.TypeHandle);
        var refused = await Assert.ThrowsAsync<SwapException>(() => HotSwap.ApplyAsync(program.Patch, new SwapOptions { LoadContext = System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly) }));
        Assert.Equal("HW8013", refused.Code);
    }

    private static Task UntilAsync(RunningProgram site, string expected) => Limit.UntilAsync(() => site.AskAsync("/").GetAwaiter().GetResult() == expected);
}
