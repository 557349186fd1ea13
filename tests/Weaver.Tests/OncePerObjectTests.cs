using HotWeave.Weaver.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>What changed code does once for each object is named, since objects that exist have run the deployed code.</summary>
public class OncePerObjectTests
{
    private const string Program = """
        using System; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks; using Microsoft.AspNetCore.SignalR; using Microsoft.AspNetCore.Components;
        class Bus { public static readonly Bus All = new(); public event Action? Changed; public void Add(object o) { Changed?.Invoke(); } }
        class P { static void Main() { while (true) { Console.WriteLine(new T().Say()); Thread.Sleep(1); } } }
        namespace Orleans { public abstract class Activated { public abstract void OnActivateAsync(); public void DeactivateOnIdle() { } } }
        namespace HotWeave.Orleans { public interface IOnCodeChange { void OnCodeChangeAsync(); } }

        """;

    [Theory]
    [InlineData("readonly Dictionary<Type, Func<object, string>> h = new(); public T() { h[typeof(string)] = m => \"s\"; MORE }", "h[typeof(int)] = m => \"i\";", "[]=(typeof(Int32))")]
    [InlineData("readonly Dictionary<Type, string> h = new(); public T() { Fill(); } void Fill() { h[typeof(string)] = \"s\"; MORE }", "h[typeof(int)] = \"i\";", "[]=(typeof(Int32), \"i\")")]
    [InlineData("readonly Dictionary<Type, string> h = new(); public T() { MORE } void Fill() { h[typeof(string)] = \"s\"; }", "Fill();", "Fill()")]
    [InlineData("public T() { MORE }", "Bus.All.Add(this);", "Add()")]
    [InlineData("public T() { MORE } void On() { }", "Bus.All.Changed += On;", "Changed += ()")]
    [InlineData("Timer timer = new(_ => { }); public T() { MORE }", "timer.Change(1, 1);", "Change()")]
    [InlineData("public T() { MORE } async Task Loop() { while (true) { await Task.Delay(1); } }", "_ = Loop();", "Loop()")]
    public void What_a_constructor_does_more_than_setting_fields_is_named(string members, string more, string missing)
    {
        var result = Make(members, more);
        var named = Assert.Single(result.Diagnostics, static d => d.Id == "HW3250");
        Assert.Contains($"does more when it makes an object: {missing}. Objects of T that exist", named.Message, StringComparison.Ordinal);
        Assert.Equal(PatchOutcome.Failed, Make(members, more, isStrict: true).Outcome);
    }

    [Theory]
    [InlineData("int n; public T() { MORE } public int N() => n;", "n = 5;")]
    [InlineData("public int N { get; set; } public T() { MORE }", "N = 5;")]
    [InlineData("List<int> n = new() { 1 }; public T() { MORE } public int N() => n.Count;", "n = new List<int> { 4, 5 };")]
    [InlineData("int n; public T() { MORE } void Fill() { n = 3; n++; }", "Fill();")]
    [InlineData("public T() { MORE }", "ArgumentNullException.ThrowIfNull(Bus.All);")]
    [InlineData("public T() { MORE }", "Console.WriteLine(this);")]
    [InlineData("Func<int>? f; public T() { MORE }", "f = () => GetHashCode();")]
    [InlineData("readonly Dictionary<Type, string> h = new(); public T() { MORE } [HotWeave.CodeChange] void Change(HotWeave.CodeChangeContext c) { h[typeof(int)] = \"i\"; }", "h[typeof(int)] = \"i\";")]
    public void What_only_sets_fields_or_is_repeated_by_a_hook_is_not(string members, string more)
    {
        var result = Make(members, more);
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id is "HW3250" or "HW3206");
    }

    [Theory]
    [InlineData("Keep = Names; Keep();")]
    [InlineData("Tree = () => Names(); Tree.Compile();")]
    public void Delegates_and_expressions_are_no_results(string fill)
    {
        var program = "using System; using System.Linq.Expressions; using System.Threading; class P { static void Main() { T.Fill(); while (true) { Console.WriteLine(T.Names().Length); Thread.Sleep(1); } } } "
            + "class T { static Func<string>? Keep; static Expression<Func<string>>? Tree; public static void Fill() { " + fill + " } public static string Names() { return string.Join(\"V\", 1, 2); } }";
        var result = StartUpTests.Make(program, program.Replace("V", "2", StringComparison.Ordinal), Configuration.Release);
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3252");
    }

    [Theory]
    [InlineData("void Tick()", "public T() { _ = Loop(); } async Task Loop() { while (true) { await Task.Delay(1); Tick(); } }", "")]
    [InlineData("void Tick()", "public T() { Loop(); } async void Loop() { while (true) { await Task.Delay(1); Next(); } } void Next() { Tick(); }", "")]
    [InlineData("void Tick()", "public T() { _ = Loop(); } async Task Loop() { while (await Task.FromResult(Bus.All != null)) Tick(); }", "only T.Loop() calls it, in a loop that is fed and that runs once (for each object of T)")]
    [InlineData("void Tick()", "public T() { Fill(); } void Fill() { for (var i = 0; i < 3; i++) Tick(); }", "does more when it makes an object: Add()")]
    public void What_a_loop_calls_that_a_constructor_has_begun_moves(string method, string members, string message)
    {
        var result = Make(members + method + " { MORE }", "Bus.All.Add(this);");
        var named = result.Diagnostics.Where(static d => d.Id is "HW3250" or "HW3290").ToList();
        Assert.Equal(message.Length > 0 ? 1 : 0, named.Count);
        Assert.All(named, d => Assert.Contains(message, d.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("int n = MORE; public int N() => n;", "n")]
    [InlineData("public int N { get; set; } = MORE;", "N")]
    [InlineData("readonly TimeSpan wait; public T() { wait = TimeSpan.FromSeconds(MORE); } public TimeSpan Wait => wait;", "wait")]
    [InlineData("int n, m; public T() { Fill(); } void Fill() { n = MORE; m = MORE; } public int N() => n + m;", "n, m")]
    public void Other_values_of_fields_of_objects_that_exist_are_named(string members, string fields)
    {
        var result = Make(members, "5", "3");
        var named = Assert.Single(result.Diagnostics, static d => d.Id == "HW3260");
        Assert.Contains($" gives {fields} another value. Objects of T that exist keep what they hold", named.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int n = MORE; public int N() => n; [HotWeave.CodeChange] void Change(HotWeave.CodeChangeContext c) { n = 5; }")]
    [InlineData("struct V { int n; public V(int a) { n = a + MORE; } public int N() => n; } public int N() => new V(1).N();")]
    [InlineData("class E : Exception { int n = MORE; public int N() => n; }")]
    public void Values_that_a_hook_sets_or_that_no_object_keeps_are_not(string members) =>
        Assert.DoesNotContain(Make(members, "5", "3").Diagnostics, static d => d.Id == "HW3260");

    [Theory]
    [InlineData("class Chat : Hub { public override async Task OnConnectedAsync() { await base.OnConnectedAsync(); MORE } }", "T/Chat.OnConnectedAsync()")]
    [InlineData("class Page : ComponentBase { protected override void OnInitialized() { MORE } }", "T/Page.OnInitialized()")]
    [InlineData("class Page : ComponentBase { protected override async Task OnInitializedAsync() { await Task.Yield(); MORE } }", "T/Page.OnInitializedAsync()")]
    public void What_a_framework_calls_once_for_each_object_is_named(string type, string member)
    {
        var result = Make(type, "Bus.All.Add(\"x\");");
        var named = Assert.Single(result.Diagnostics, static d => d.Id == "HW3251");
        Assert.StartsWith($"{member} changed, and it runs once for each object of", named.Message, StringComparison.Ordinal);
        Assert.Contains("missing for objects that exist: Add(\"x\")", named.Message, StringComparison.Ordinal);
    }

    // A grain, or an actor: it is told of swaps, and does once more what it did when it began its work.
    [Theory]
    [InlineData("override void OnActivateAsync() { Begin(1); MORE } public void OnCodeChangeAsync() { }", "T/Chat.OnActivateAsync() changed")]
    [InlineData("override void OnActivateAsync() { Prepare(); } void Prepare() { Begin(1); MORE } public void OnCodeChangeAsync() { }", "T/Chat.Prepare() changed")]
    [InlineData("override void OnActivateAsync() { Begin(1); MORE } public void OnCodeChangeAsync() { Begin(2); }", "")]
    [InlineData("override void OnActivateAsync() { Begin(1); MORE } public void OnCodeChangeAsync() { OnActivateAsync(); }", "")]
    [InlineData("override void OnActivateAsync() { Prepare(); } void Prepare() { Begin(1); MORE } public void OnCodeChangeAsync() { Prepare(); }", "")]
    [InlineData("override void OnActivateAsync() { Begin(1); MORE } public void OnCodeChangeAsync() { this.DeactivateOnIdle(); }", "")]
    public void What_an_object_that_is_told_of_swaps_repeats_is_not_named(string members, string message)
    {
        var result = Make("public class Chat : Orleans.Activated, HotWeave.Orleans.IOnCodeChange { void Begin(int n) { Bus.All.Add(n); } public " + members + " }", "Begin(2);");
        var named = result.Diagnostics.Where(static d => d.Id == "HW3251").ToList();
        Assert.Equal(message.Length > 0 ? 1 : 0, named.Count);
        Assert.All(named, d => Assert.StartsWith(message, d.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Load", "static readonly Dictionary<string, int> All = Load(); static Dictionary<string, int> Load() { var d = new Dictionary<string, int>(); foreach (var a in Names()) d[a] = 1; return d; } static string[] Names() { return new[] { \"V\" }; }")]
    [InlineData("Main", "static readonly List<string> All = new(); public static void Fill() { All.Add(Names()[0].Trim()); } static string[] Names() { return new[] { \"V\" }; }")]
    public void What_code_that_runs_once_kept_of_changed_code_is_named(string way, string members)
    {
        var program = "using System; using System.Collections.Generic; using System.Threading; class P { static void Main() { T.Fill(); while (true) { T.Live(); Thread.Sleep(1); } } } class T { "
            + members + (way == "Load" ? " public static void Fill() { }" : "") + " public static void Live() { Console.WriteLine(All.Count + Names().Length); } }";
        var result = StartUpTests.Make(program, program.Replace("V", "2", StringComparison.Ordinal), Configuration.Release);
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.Contains(way, Assert.Single(result.Diagnostics, static d => d.Id == "HW3252").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public static void Fill() { Console.WriteLine(Name()); }")]
    [InlineData("public static void Fill() { if (Name() == \"x\") return; Thread.Sleep(1); }")]
    [InlineData("public static void Fill() { var n = Name().Length; while (n > 0) n--; }")]
    public void What_was_used_and_not_kept_is_live(string members)
    {
        var program = "using System; using System.Threading; class P { static void Main() { T.Fill(); while (true) { T.Live(); Thread.Sleep(1); } } } class T { "
            + members + " static string Name() { return \"V\"; } public static void Live() { Console.WriteLine(Name()); } }";
        var result = StartUpTests.Make(program, program.Replace("V", "2", StringComparison.Ordinal), Configuration.Release);
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id is "HW3206" or "HW3252");
    }

    [Theory]
    [InlineData("s.Configure<Opt>(o => { o.N = V; });", true)]
    [InlineData("s.AddCors(c => { c.AddPolicy(\"x\", p => { p.WithOrigins(\"V\"); }); });", true)]
    [InlineData("s.AddSingleton<Action<Opt>>(o => { o.N = V; }); s.AddSingleton<Action<int>>(n => { Console.WriteLine(n); });", true)]
    [InlineData("s.AddSingleton<Action<int>>(n => { Console.WriteLine(V); });", false)]
    [InlineData("s.AddSingleton<Func<Opt>>(() => { return new Opt { N = V }; });", false)]
    public void HW3259_what_start_up_code_has_set_up_once_is_named(string statement, bool isNamed)
    {
        var program = "var b = WebApplication.CreateBuilder(args); Setup.Add(b.Services); b.Build().Run(); static class Setup { public static void Add(IServiceCollection s) { "
            + statement.Replace("Opt", "MyOptions", StringComparison.Ordinal) + " } } class MyOptions { public int N { get; set; } }";
        var result = StartUpTests.Make(program, program.Replace("V", "2", StringComparison.Ordinal), Configuration.Release);
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.Equal(isNamed, result.Diagnostics.Any(static d => d.Id == "HW3259"));
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3206");
    }

    private static PatchResult Make(string members, string more, string before = "", bool isStrict = false)
    {
        using var directory = new TestDirectory();
        var text = Program + "class T { " + members + " public string Say() { return ToString() + GetHashCode(); } }";
        var old = Compiler.CSharp(directory.Sub("1"), "App", text.Replace("MORE", before, StringComparison.Ordinal), Configuration.Release, OutputKind.ConsoleApplication, references: WebReferences.Files);
        var @new = Compiler.CSharp(directory.Sub("2"), "App", text.Replace("MORE", more, StringComparison.Ordinal), Configuration.Release, OutputKind.ConsoleApplication, references: WebReferences.Files);
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = Weaving.All(old, directory.Sub("woven")), NewPath = @new, Strict = isStrict });
        Assert.True(isStrict || result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        return result;
    }
}
