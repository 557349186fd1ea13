using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Changed code that only the start of a process runs is named, wherever it stands; what is entered again is not.</summary>
public class StartUpTests
{
    private const string Usings = """
        using System; using System.Collections.Generic; using System.Linq; using System.Threading; using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Http; using Microsoft.AspNetCore.Routing; using Microsoft.AspNetCore.Hosting;
        using Microsoft.Extensions.Configuration; using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Hosting; using Microsoft.Extensions.Logging;

        """;

    private const string Web = """
        var builder = WebApplication.CreateBuilder(args); Setup.Services(builder.Services); var app = builder.Build(); Setup.Routes(app); app.Run(); Setup.After();
        """;

    // Each V is 1 in the deployed build and 2 in the new one.
    public static TheoryData<string, Configuration> Once() => Both(
        Web + "static class Setup { public static void Services(IServiceCollection s) { s.AddSingleton(\"V\"); } public static void Routes(WebApplication a) { } public static void After() { } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { } public static void Routes(WebApplication a) { a.MapGet(\"/V\", () => \"x\"); } public static void After() { } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { Helper(); } static void Helper() { Console.WriteLine(V); } public static void Routes(WebApplication a) { } public static void After() { } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { Local(); void Local() { Console.WriteLine(V); } } public static void Routes(WebApplication a) { } public static void After() { } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { foreach (var x in new[] { 1, 2 }) Helper(x); } static void Helper(int x) { Console.WriteLine(V + x); } public static void Routes(WebApplication a) { } public static void After() { } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { new Loader().Load(); } public static void Routes(WebApplication a) { } public static void After() { } } class Loader { public void Load() { Console.WriteLine(V); } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { IModule m = new Module(); m.Load(); } public static void Routes(WebApplication a) { } public static void After() { } } interface IModule { void Load(); } class Module : IModule { public void Load() { Console.WriteLine(V); } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { } public static void Routes(WebApplication a) { } public static void After() { } } class Startup { public void Configure(IApplicationBuilder a) { a.Use(n => n); Console.WriteLine(V); } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { s.AddHostedService<Job>(); } public static void Routes(WebApplication a) { } public static void After() { } } class Job : IHostedService { public Task StartAsync(CancellationToken t) { Console.WriteLine(V); return Task.CompletedTask; } public Task StopAsync(CancellationToken t) => Task.CompletedTask; }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { s.AddHostedService<Job>(); } public static void Routes(WebApplication a) { } public static void After() { } } class Job : BackgroundService { public override async Task StartAsync(CancellationToken t) { await base.StartAsync(t); Console.WriteLine(V); } protected override Task ExecuteAsync(CancellationToken t) => Task.CompletedTask; }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { s.AddHostedService<Job>(); } public static void Routes(WebApplication a) { } public static void After() { } } class Job : BackgroundService { protected override async Task ExecuteAsync(CancellationToken t) { Prepare(); while (!t.IsCancellationRequested) await Task.Delay(1, t); } void Prepare() { Console.WriteLine(V); } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { } public static void Routes(WebApplication a) { a.MapGet(\"/\", () => Table.All.Count); } public static void After() { } } static class Table { public static readonly Dictionary<string, int> All = Load(); static Dictionary<string, int> Load() { return new() { [\"V\"] = 1 }; } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { s.AddCors(); ConfigureHost(null!); } static void ConfigureHost(IHostBuilder h) { h?.ConfigureServices((c, s) => { s.AddSingleton(\"V\"); }); } public static void Routes(WebApplication a) { } public static void After() { } }",
        "class P { static async Task Main() { var a = WebApplication.CreateBuilder().Build(); await Prepare(); await a.RunAsync(); } static async Task Prepare() { await Task.Yield(); Console.WriteLine(V); } }",
        "class P { static void Main() { Prepare(); while (true) { Tick(); Thread.Sleep(1); } } static void Prepare() { Console.WriteLine(V); } static void Tick() { } }",
        "class P { static void Main() { Prepare(); Loop(); } static void Loop() { while (true) { Thread.Sleep(1); } } static void Prepare() { Console.WriteLine(V); } }",
        "class P { static void Main() { Prepare(); Console.ReadLine(); } static void Prepare() { Console.WriteLine(V); } }",
        "class P { static void Main() { Console.WriteLine(V); } }",
        "class P { static async Task Main() { await Task.Yield(); Console.WriteLine(V); } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { } public static void Routes(WebApplication a) { a.MapGroup(\"/x\").MapOrders(); } public static void After() { } } static class Orders { public static RouteGroupBuilder MapOrders(this RouteGroupBuilder g) { g.MapGet(\"/V\", () => \"x\"); return g; } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { new ModuleA().Fill(s); } public static void Routes(WebApplication a) { } public static void After() { } } abstract class Module { public void Fill(IServiceCollection s) { Say(); } protected abstract void Say(); } class ModuleA : Module { protected override void Say() { Console.WriteLine(V); } }",
        "class P { static void Main() { var a = WebApplication.CreateBuilder().Build(); Loop(); Prepare(); a.Run(); } static async void Loop() { while (true) { await Task.Delay(1); } } static void Prepare() { Console.WriteLine(V); } }",
        "class P { static void Main() { var a = WebApplication.CreateBuilder().Build(); var rows = Rows(); Prepare(); a.Run(); } static IEnumerable<int> Rows() { while (true) { Thread.Sleep(1); yield return 1; } } static void Prepare() { Console.WriteLine(V); } }",
        "class P { static async Task Main() { var a = WebApplication.CreateBuilder().Build(); await Load(Console.In); a.Run(); } static async Task Load(System.IO.TextReader r) { while (await r.ReadLineAsync() is { } line) Parse(line); } static void Parse(string line) { Console.WriteLine(V + line); } }",
        "class P { static void Main() { var a = WebApplication.CreateBuilder().Build(); foreach (var row in Rows(3)) Console.WriteLine(row); a.Run(); } static IEnumerable<int> Rows(int n) { for (var i = 0; i < n; i++) { Prepare(); yield return i; } } static void Prepare() { Console.WriteLine(V); } }",
        "class P { static void Main() { var a = WebApplication.CreateBuilder().Build(); Console.WriteLine(Rows(3).Where(static r => r > 1).ToList().Count); a.Run(); } static IEnumerable<int> Rows(int n) { for (var i = 0; i < n; i++) { Prepare(); yield return i; } } static void Prepare() { Console.WriteLine(V); } }",
        "class P { static void Main() { } [System.Runtime.CompilerServices.ModuleInitializer] public static void I() { Prepare(); } static void Prepare() { Console.WriteLine(V); } }");

    public static TheoryData<string, Configuration> Again() => Both(
        Web + "static class Setup { public static void Services(IServiceCollection s) { } public static void Routes(WebApplication a) { a.MapGet(\"/\", () => V); } public static void After() { } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { Helper(); } static int Helper() { return V; } public static void Routes(WebApplication a) { a.MapGet(\"/\", () => Helper()); } public static void After() { } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { Helper(); } static int Helper() { return V; } public static void Routes(WebApplication a) { a.MapGet(\"/\", Helper); } public static void After() { } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { } public static void Routes(WebApplication a) { } public static void After() { Console.WriteLine(V); } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { Console.WriteLine(new Loader()); } public static void Routes(WebApplication a) { } public static void After() { } } class Loader { public override string ToString() { return \"V\"; } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { s.AddTransient<Loader>(); new Loader().Go(); } public static void Routes(WebApplication a) { } public static void After() { } } class Loader { int n; public Loader() { n = V; } public void Go() => Console.WriteLine(n); }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { s.AddSingleton<Func<int>>(() => { return V; }); } public static void Routes(WebApplication a) { } public static void After() { } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { s.AddScoped(Make); } static object Make(IServiceProvider p) { return \"V\"; } public static void Routes(WebApplication a) { } public static void After() { } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { } public static void Routes(WebApplication a) { a.MapGet(\"/\", () => Local()); int Local() { return V; } } public static void After() { } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { s.AddHostedService<Job>(); } public static void Routes(WebApplication a) { } public static void After() { } } class Job : BackgroundService { protected override async Task ExecuteAsync(CancellationToken t) { while (!t.IsCancellationRequested) { await Task.Delay(1, t); Work(); } } void Work() { Console.WriteLine(V); } }",
        Web + "static class Setup { public static void Services(IServiceCollection s) { s.AddHostedService<Job>(); } public static void Routes(WebApplication a) { } public static void After() { } } class Job : IHostedService { Timer? timer; public Task StartAsync(CancellationToken t) { timer = new Timer(Tick); return Task.CompletedTask; } void Tick(object? o) { Console.WriteLine(V); } public Task StopAsync(CancellationToken t) { timer!.Dispose(); Console.WriteLine(V); return Task.CompletedTask; } }",
        "class P { static void Main() { while (true) { Tick(); Thread.Sleep(1); } } static void Tick() { Console.WriteLine(V); } }",
        "class P { static void Main() { while (Console.ReadLine() is { } line) Handle(line); } static void Handle(string line) { Console.WriteLine(V + line); } }",
        "class P { static void Main() { var n = 0; while (n < 100) { Handle(); n++; } } static void Handle() { Console.WriteLine(V); } }",
        "class P { static async Task Main() { await Task.Delay(1000); Late(); } static void Late() { Console.WriteLine(V); } }",
        "class P { static void Main() { Loop(); Late(); } static void Loop() { while (true) { Thread.Sleep(1); if (Console.In.Peek() > 0) return; } } static void Late() { Console.WriteLine(V); } }",
        "class P { static void Main() { new Thread(Work).Start(); } static void Work() { Console.WriteLine(V); } }",
        "class P { static void Main() { try { var a = WebApplication.CreateBuilder().Build(); a.Run(); } catch (Exception e) { Failed(e); } finally { Ended(); } } static void Failed(Exception e) { Console.WriteLine(V); } static void Ended() { Console.WriteLine(V); } }",
        "class P { static void Main() { var s = new Server(); s.Handler += P.Handle; s.Go(); } static void Handle() { Console.WriteLine(V); } } class Server { public event Action? Handler; public void Go() { Handler?.Invoke(); } }");

    [Theory]
    [MemberData(nameof(Once))]
    public void What_only_the_start_runs_is_named(string program, Configuration configuration)
    {
        var result = Make(program, program.Replace("V", "2", StringComparison.Ordinal), configuration);
        Assert.True(result.Outcome == PatchOutcome.Made || result.Diagnostics.Any(d => d.Id is "HW3021" or "HW3507"), string.Join("\n", result.Diagnostics));
        Assert.Contains(result.Diagnostics, d => d.Id == "HW3206");
        var strict = Make(program, program.Replace("V", "2", StringComparison.Ordinal), configuration, isStrict: true);
        Assert.Equal(PatchOutcome.Failed, strict.Outcome);
    }

    [Theory]
    [MemberData(nameof(Again))]
    public void What_is_entered_again_is_live(string program, Configuration configuration)
    {
        var result = Make(program, program.Replace("V", "2", StringComparison.Ordinal), configuration);
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.DoesNotContain(result.Diagnostics, d => d.Id == "HW3206");
    }

    [Theory]
    [InlineData("int b = 2; public int B() => b;")]
    [InlineData("List<int> b = new() { 2 }; public int B() => b.Count;")]
    [InlineData("int b = 2; public int B() => b; readonly int c = Register();")]
    public void New_fields_whose_values_the_patch_knows_are_not_missing(string added)
    {
        const string Program = "class P { static readonly T One = new(); static void Main() { One.A(); Console.ReadLine(); } } class T { int a = 1; MORE public int A() => a; static int Register() { Console.WriteLine(1); return 1; } }";
        var result = Make(Program.Replace("MORE", "", StringComparison.Ordinal), Program.Replace("MORE", added, StringComparison.Ordinal), Configuration.Release);
        Assert.Equal(PatchOutcome.Made, result.Outcome);
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3206" && d.Member!.StartsWith("T.", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_constructor_stores_beside_an_initialiser_is_missing()
    {
        const string Program = "class P { static readonly T One = new(); static void Main() { One.A(); Console.ReadLine(); } } class T { int a = 1; FIELD public T() { STORE } public int A() => a; static int Register() { Console.WriteLine(1); return 1; } }";
        var result = Make(
            Program.Replace("FIELD", "", StringComparison.Ordinal).Replace("STORE", "", StringComparison.Ordinal),
            Program.Replace("FIELD", "int b = 2; public int B() => b;", StringComparison.Ordinal).Replace("STORE", "b = Register();", StringComparison.Ordinal),
            Configuration.Release);
        Assert.Contains("missing in the process: Register()", Assert.Single(result.Diagnostics, static d => d.Id == "HW3206").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("_ = Pump(); var a = WebApplication.CreateBuilder().Build(); a.Run();", "static async Task Pump() { while (await Next()) Tick(); } static Task<bool> Next() => Task.FromResult(true);", "P.Pump()")]
    [InlineData("Pump(); var a = WebApplication.CreateBuilder().Build(); a.Run();", "static async void Pump() { while (await Next()) Round(); } static void Round() { Tick(); } static Task<bool> Next() => Task.FromResult(true);", "P.Pump()")]
    [InlineData("Fill(); var a = WebApplication.CreateBuilder().Build(); a.Run();", "static IEnumerator<int>? rows; static void Fill() { rows = Rows(99).GetEnumerator(); } static IEnumerable<int> Rows(int n) { for (var i = 0; i < n; i++) { Tick(); yield return i; } }", "P.Rows(Int32)")]
    [InlineData("Fill(); var a = WebApplication.CreateBuilder().Build(); a.Run();", "static IEnumerable<int>? rows; static void Fill() { rows = Rows(); } static IEnumerable<int> Rows() { while (true) { Tick(); yield return 1; } }", "P.Rows()")]
    [InlineData("var a = WebApplication.CreateBuilder().Build(); if (Environment.TickCount > 5) { a.Run(); return; } while (Console.ReadLine() is { } line) Tick();", "", "P.Main()")]
    public void What_a_loop_calls_that_start_up_code_has_begun_is_named_apart(string main, string members, string loop)
    {
        var program = "class P { static void Main() { " + main + " } " + members + " static void Tick() { Console.WriteLine(V); } }";
        foreach (var configuration in Enum.GetValues<Configuration>())
        {
            var result = Make(program, program.Replace("V", "2", StringComparison.Ordinal), configuration);
            Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3206");
            Assert.Contains($"P.Tick() changed, and only {loop} calls it, in a loop", Assert.Single(result.Diagnostics, static d => d.Id == "HW3290").Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_message_says_what_is_missing_and_the_way_from_the_entry_point()
    {
        const string Rest = "\nstatic class Setup\n{\n    public static void Services(IServiceCollection s) { All(s); }\n    static void All(IServiceCollection s)\n    {\n        s.AddSingleton<Clock>();\n        MORE\n    }\n    public static void Routes(WebApplication a) { }\n    public static void After() { }\n}\nclass Clock { }\ninterface IGreet { }\nclass Greet : IGreet { }";
        var result = Make(
            Web + Rest.Replace("MORE", "s.AddSingleton(\"old\");", StringComparison.Ordinal),
            Web + Rest.Replace("MORE", "s.AddSingleton<IGreet, Greet>();", StringComparison.Ordinal),
            Configuration.Release);
        var named = Assert.Single(result.Diagnostics, static d => d.Id == "HW3206");
        Assert.Equal(
            "Setup.All(IServiceCollection) changed, and it runs once (Program.<Main>$ -> Setup.Services -> Setup.All; Program.<Main>$ is the entry point); missing in the process: AddSingleton<IGreet, Greet>(); still in force: AddSingleton<String>(\"old\"). The change takes effect at the next start; a method marked [AfterSwap] may do the same now.",
            named.Message);
        Assert.Equal(11, named.Location!.Line);
    }

    [Theory]
    [InlineData("a.MapGet(\"/help\"", "a.MapGet(\"/two\", () => \"two\"); a.MapGet(\"/help\"", "HW3206", "missing in the process: MapGet(\"/two\")")]
    [InlineData("s.AddSingleton<Clock>();", "s.AddSingleton<Clock>(); s.AddSingleton<IGreet, Greet>();", "HW3206", "missing in the process: AddSingleton<IGreet, Greet>()")]
    [InlineData("\"cl\" }", "\"cl\", \"colours\" }", "HW3206", "Colors.get_Aliases() changed, and it runs once (Commands.cctor -> Commands.Load -> Colors.get_Aliases")]
    [InlineData("public int A { get; set; }", "public int A { get; set; } public int B { get; set; } = 7;", "HW3254", "Dto.B is new, and MapGet in Setup.Routes(WebApplication) looks at the deployed type")]
    public void A_web_application_names_each_change_that_its_start_alone_would_show(string before, string after, string code, string text)
    {
        const string Program = """
            var b = WebApplication.CreateBuilder(args); Setup.Services(b.Services); var app = b.Build(); Setup.Routes(app); app.Run();
            static class Setup {
              public static void Services(IServiceCollection s) { s.AddSingleton<Clock>(); }
              public static void Routes(WebApplication a) { a.MapGet("/one", (Clock c) => c.Now()); a.MapGet("/help", () => string.Join(",", Commands.All.Keys)); a.MapGet("/dto", () => new Dto { A = 1 }); }
            }
            class Clock { public string Now() { return "clock" + (DateTime.Now.Year > 2000 ? "1" : "0"); } }
            interface IGreet { string Hi(); } class Greet : IGreet { public string Hi() => "hi"; }
            abstract class Command { public abstract string Name { get; } public virtual string[] Aliases { get { return new[] { Name + "x", Name + "z" }; } } }
            class Colors : Command { public override string Name { get { return "colors"; } } public override string[] Aliases { get { return new[] { "colorlist", "cl" }; } } }
            static class Commands { public static readonly Dictionary<string, Command> All = Load(); static Dictionary<string, Command> Load() { var d = new Dictionary<string, Command>(); Command c = new Colors(); d[c.Name] = c; foreach (var x in c.Aliases) d[x] = c; return d; } }
            class Dto { public int A { get; set; } }
            """;
        foreach (var configuration in new[] { Configuration.Release, Configuration.Debug })
        {
            var result = Make(Program, Program.Replace(before, after, StringComparison.Ordinal), configuration);
            Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
            Assert.Contains(text, Assert.Single(result.Diagnostics, d => d.Id == code).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Edits_name_handlers_by_their_calls_and_lines()
    {
        const string Program = Web + "\nstatic class Setup {\n public static void Services(IServiceCollection s) { }\n public static void Routes(WebApplication a) {\n  a.MapGet(\"/one\", () => 1);\n  a.MapGet(\"/two\", () =>\n   V);\n  Check();\n  int Check() { return a.GetHashCode() + V; }\n }\n public static void After() { new Thread(() => Console.WriteLine(V)).Start(); }\n}";
        var result = Make(Program, Program.Replace("V", "2", StringComparison.Ordinal), Configuration.Release);
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.Equal(
            ["Setup.Routes(WebApplication) MapGet(\"/two\") 10", "Setup.Routes(WebApplication) local function Check 12", "Setup.After() new Thread().Start() 14"],
            result.Edits.Select(static e => $"{e.Member} {e.Part} {e.Location!.Line}"));
    }

    [Fact]
    public void The_way_leads_over_assemblies()
    {
        using var directory = new TestDirectory();
        var library = "public static class Help { public static void Prepare() { Deep(); } static void Deep() { System.Console.WriteLine(V); } public static int Both() { return V; } }";
        var program = "class P { static void Main() { Help.Prepare(); Help.Both(); while (true) System.Console.WriteLine(Help.Both()); } }";
        foreach (var (folder, version) in new[] { ("1", "1"), ("2", "2") })
        {
            var file = Compiler.CSharp(directory.Sub(folder), "Lib", library.Replace("V", version, StringComparison.Ordinal), Configuration.Release);
            Compiler.CSharp(directory.Sub(folder), "App", program, Configuration.Release, OutputKind.ConsoleApplication, references: [file]);
        }

        foreach (var name in new[] { "Lib.dll", "App.dll" })
            Weaving.All(directory.Sub("1").File(name), directory.Sub("woven"), SmallMethods.Export);
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = directory.Sub("woven").Path, NewPath = directory.Sub("2").Path });
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        var named = Assert.Single(result.Diagnostics, static d => d.Id == "HW3206");
        Assert.Contains("Help.Deep() changed, and it runs once (P.Main -> Help.Prepare -> Help.Deep; P.Main is the entry point)", named.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A", true)]
    [InlineData("B", false)]
    public void Visual_Basic_starts_in_a_module(string changed, bool isNamed)
    {
        const string Program = """
            Imports System
            Module P
                Sub Main()
                    Prepare()
                    While True
                        Tick()
                        Threading.Thread.Sleep(1)
                    End While
                End Sub
                Private Sub Prepare()
                    Console.WriteLine("A")
                End Sub
                Sub Tick()
                    Console.WriteLine("B")
                End Sub
            End Module
            """;
        AssertNamed(isNamed, changed, Program, static (d, text) => Compiler.VisualBasic(d, "App", text, Configuration.Release, OutputKind.ConsoleApplication));
    }

    [Theory]
    [InlineData("A", true)]
    [InlineData("B", false)]
    [InlineData("C", true)]
    public void FSharp_starts_in_a_function_after_the_values_of_its_file(string changed, bool isNamed)
    {
        const string Program = """
            module P
            open System
            open System.Runtime.CompilerServices
            [<MethodImpl(MethodImplOptions.NoInlining)>]
            let load () = Console.WriteLine("C"); DateTime.Now.Ticks
            let table = load ()
            [<MethodImpl(MethodImplOptions.NoInlining)>]
            let prepare () = Console.WriteLine("A")
            [<MethodImpl(MethodImplOptions.NoInlining)>]
            let tick () = Console.WriteLine("B")
            [<EntryPoint>]
            let main args =
                prepare ()
                while true do
                    tick ()
                    Threading.Thread.Sleep 1
                int table
            """;
        AssertNamed(isNamed, changed, Program, static (d, text) => SdkCompiler.FSharp(d, "App", text, Configuration.Release, "exe"));
    }

    private static void AssertNamed(bool isNamed, string changed, string program, Func<TestDirectory, string, string> compile)
    {
        using var directory = new TestDirectory();
        var old = compile(directory.Sub("1"), program);
        var @new = compile(directory.Sub("2"), program.Replace($"\"{changed}\"", "\"new\"", StringComparison.Ordinal));
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = Weaving.All(old, directory.Sub("woven"), SmallMethods.Export), NewPath = @new, References = [directory.Sub("1").Path] });
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.Equal(isNamed, result.Diagnostics.Any(static d => d.Id == "HW3206"));
    }

    internal static PatchResult Make(string before, string after, Configuration configuration, bool isStrict = false)
    {
        using var directory = new TestDirectory();
        var old = Compiler.CSharp(directory.Sub("1"), "App", Usings + before.Replace("V", "1", StringComparison.Ordinal), configuration, OutputKind.ConsoleApplication, references: WebReferences.Files);
        var @new = Compiler.CSharp(directory.Sub("2"), "App", Usings + after, configuration, OutputKind.ConsoleApplication, references: WebReferences.Files);
        var woven = Weaving.All(old, directory.Sub("woven"));
        return PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = @new, Strict = isStrict });
    }

    private static TheoryData<string, Configuration> Both(params string[] programs)
    {
        var data = new TheoryData<string, Configuration>();
        foreach (var program in programs)
        {
            data.Add(program, Configuration.Release);
            data.Add(program, Configuration.Debug);
        }

        return data;
    }
}
