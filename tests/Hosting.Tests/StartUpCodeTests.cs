using System.Net;
using System.Reflection;
using System.Runtime.Loader;
using HotWeave.Hosting.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>A web application that runs and takes changes which only its start would show: it answers as before, and each is named as waiting for the next start.</summary>
public sealed class StartUpCodeTests : SwapTest
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Logging;

        [assembly: HotWeave.Swappable]

        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        Setup.Services(builder.Services);
        var app = builder.Build();
        Setup.Routes(app);
        Running.Place(app);
        app.Run();

        [HotWeave.NotSwappable]
        public static class Running
        {
            public static System.Threading.Tasks.TaskCompletionSource<string> Url = new();
            public static Action Stop;
            public static void Place(WebApplication app) { Stop = app.Lifetime.StopApplication; app.Lifetime.ApplicationStarted.Register(() => Url.SetResult(app.Urls.First())); }
        }

        static class Setup
        {
            public static void Services(IServiceCollection s) { s.AddSingleton<Clock>(); }
            public static void Routes(WebApplication app)
            {
                app.MapGet("/one", (Clock c, IServiceProvider p) => c.Now() + (p.GetService<IGreet>()?.Hi() ?? ""));
                app.MapGet("/help", () => string.Join(",", Commands.All.Keys));
                app.MapGet("/dto", () => new Dto { A = 1 });
            }
        }

        interface IGreet { string Hi(); }
        class Greet : IGreet { public string Hi() { return "hi"; } }
        class Clock { public string Now() { return "clock" + (DateTime.Now.Year > 2000 ? "1" : "0"); } }
        abstract class Command { public abstract string Name { get; } public virtual string[] Aliases { get { return new[] { Name + "x", Name + "z" }; } } }
        class Colors : Command { public override string Name { get { return "colors"; } } public override string[] Aliases { get { return new[] { "colorlist", "cl" }; } } }
        static class Commands
        {
            public static readonly Dictionary<string, Command> All = Load();
            static Dictionary<string, Command> Load() { var d = new Dictionary<string, Command>(); Command c = new Colors(); d[c.Name] = c; foreach (var x in c.Aliases) d[x] = c; return d; }
        }
        class Dto { public int A { get; set; } }
        """;

    [Theory]
    [InlineData("app.MapGet(\"/help\"", "app.MapGet(\"/two\", () => \"two\"); app.MapGet(\"/help\"", "HW3206", "missing in the process: MapGet(\"/two\")", "clock1")]
    [InlineData("s.AddSingleton<Clock>();", "s.AddSingleton<Clock>(); s.AddSingleton<IGreet, Greet>();", "HW3206", "missing in the process: AddSingleton<IGreet, Greet>()", "clock1")]
    [InlineData("\"cl\" }", "\"cl\", \"colours\" }", "HW3206", "Colors.get_Aliases() changed, and it runs once (Commands.cctor -> Commands.Load -> Colors.get_Aliases", "clock1")]
    [InlineData("public int A { get; set; }", "public int A { get; set; } public int B { get; set; } = 7;", "HW3254", "Dto.B is new, and MapGet in Setup.Routes(WebApplication) looks at the deployed type", "clock1")]
    [InlineData("\"clock\" +", "\"watch\" +", null, "", "watch1")]
    public async Task What_only_the_start_shows_is_named_and_all_else_is_live(string before, string after, string? code, string text, string one)
    {
        var program = WovenProgram.Make("StartUp", OutputKind.ConsoleApplication, [Source], [Source.Replace(before, after, StringComparison.Ordinal)]);
        Assert.Equal(code is null ? [] : [code], program.Remarks.Select(static d => d.Id).Distinct());
        Assert.All(program.Remarks, d => Assert.Contains(text, d.Message, StringComparison.Ordinal));

        var assembly = program.Load();
        var running = assembly.GetType("Running", throwOnError: true)!;
        var main = Task.Factory.StartNew(() => assembly.EntryPoint!.Invoke(null, [new[] { "--urls", "http://127.0.0.1:0" }]), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using var client = new HttpClient { BaseAddress = new Uri(await ((TaskCompletionSource<string>)running.GetField("Url")!.GetValue(null)!).Task.WaitAsync(Limit.Time)) };
        string[] deployed = ["clock1", "colors,colorlist,cl", "{\"a\":1}", "NotFound"];

        Assert.Equal(deployed, await AskAsync(client));
        await HotSwap.ApplyAsync(program.Patch, new SwapOptions { LoadContext = AssemblyLoadContext.GetLoadContext(assembly) });
        Assert.Equal(deployed.Select((d, i) => i == 0 ? one : d), await AskAsync(client));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal(deployed, await AskAsync(client));

        ((Action)running.GetField("Stop")!.GetValue(null)!)();
        await main.WaitAsync(Limit.Time);
    }

    private static async Task<string[]> AskAsync(HttpClient client)
    {
        var answers = new List<string>();
        foreach (var path in new[] { "/one", "/help", "/dto", "/two" })
        {
            using var answer = await client.GetAsync(path);
            answers.Add(answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : answer.StatusCode.ToString());
        }

        return [.. answers];
    }
}
