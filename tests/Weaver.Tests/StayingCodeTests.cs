using HotWeave.Weaver.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Deployed code that goes on to run after a swap is named, and a patch that would leave it and new code each with half of a field's state is refused.</summary>
public class StayingCodeTests
{
    private const string Usings = "using System; using System.Runtime.InteropServices; using System.Linq; using System.Collections.Generic; using System.Collections.Concurrent; using System.IO; using System.Threading; using System.Threading.Channels; using System.Threading.Tasks; using HotWeave;\n";
    private const string Long = "Console.Error.Write(string.Join(\",\", DateTime.Now.Year, Environment.TickCount));";

    private const string Account1 = "[Swappable(Track = true)] public class Account { private int cents; [SafePoint(false)] public void Add(int amount) => cents += amount; }";
    private const string Account2 = """
        [Swappable(Track = true)] public class Account
        {
            private decimal balance;
            [SafePoint(false)] public void Add(int amount) => balance += amount / 100m;
            public string Show() => balance + " euro";
            [CodeChange] private void Change(CodeChangeContext change) { if (change.IsUp) balance = change.Get<int>("cents") / 100m; else change.Set("cents", (int)(balance * 100m)); }
        }
        """;

    // A loop's callee has a stub unless it says that it is no safe point.
    // `public string Show()` exists in the deployed build too, so that Main can call it.
    private static string Bank(string account) =>
        account.Replace("amount; }", "amount; public string Show() => cents + \" cents\"; }", StringComparison.Ordinal)
        + "[NotSwappable] static class Program { static void Main() { var a = new Account(); while (true) { a.Add(150); Console.WriteLine(a.Show()); Thread.Sleep(1); } } }";

    public static TheoryData<string, string, string, string> Halves => new()
    {
        { "a running Main that is not swappable calls a method without a stub", Bank(Account1), Bank(Account2), "Account.Add(Int32)" },
        {
            "a loop that waits reads a channel of another type than is written",
            "class W { readonly Channel<int> queue = Channel.CreateUnbounded<int>(); public W() { Task.Run(RunAsync); } public void Post(int i) { queue.Writer.TryWrite(i); LONG } async Task RunAsync() { while (await queue.Reader.WaitToReadAsync()) { while (queue.Reader.TryRead(out var x)) Done(x); } } void Done(int x) { LONG } }",
            "class Q<T> { readonly Channel<T> c = Channel.CreateUnbounded<T>(); public bool Publish(T t) => c.Writer.TryWrite(t); public ValueTask<bool> WaitAsync() => c.Reader.WaitToReadAsync(); public bool TryRead(out T t) => c.Reader.TryRead(out t!); } "
                + "class W { readonly Q<int> queue = new(); public W() { Task.Run(RunAsync); } public void Post(int i) { queue.Publish(i); LONG } async Task RunAsync() { while (await queue.WaitAsync()) { while (queue.TryRead(out var x)) Done(x); } } void Done(int x) { LONG } }",
            "W.RunAsync()"
        },
        {
            "what a loop works on is taken out of the field before it begins",
            "class W { readonly Channel<int> queue = Channel.CreateUnbounded<int>(); public void Post(int i) { queue.Writer.TryWrite(i); LONG } public async Task RunAsync() { await foreach (var x in queue.Reader.ReadAllAsync()) { LONG } } }",
            "class W { readonly Channel<long> queue = Channel.CreateUnbounded<long>(); public void Post(int i) { queue.Writer.TryWrite(i); LONG } public async Task RunAsync() { await foreach (var x in queue.Reader.ReadAllAsync()) { LONG } } }",
            "W.RunAsync()"
        },
        {
            "a thread's loop takes from a field that has another name and type now",
            "class W { readonly BlockingCollection<int> todo = new(); public void Start() { new Thread(() => { while (true) { var x = todo.Take(); LONG } }).Start(); } public void Post(int i) { todo.Add(i); LONG } }",
            "class W { readonly BlockingCollection<string> work = new(); public void Start() { new Thread(() => { while (true) { var x = work.Take(); LONG } }).Start(); } public void Post(int i) { work.Add(i.ToString()); LONG } }",
            "W.<Start>b__"
        },
        {
            "a loop writes what others read",
            "class W { int done; public int Done() { LONG return done; } public async Task RunAsync(CancellationToken t) { while (!t.IsCancellationRequested) { await Task.Delay(1); done++; LONG } } }",
            "class W { long done; public int Done() { LONG return (int)done; } public async Task RunAsync(CancellationToken t) { while (!t.IsCancellationRequested) { await Task.Delay(1); done++; LONG } } }",
            "W.RunAsync(CancellationToken)"
        },
        {
            "a delegate that is kept goes on",
            "class W { int seen; public int Seen() { LONG return seen; } public void Start(List<Func<int>> all) { Register(() => seen++); } static void Register(Func<int> f) { LONG } }",
            "class W { long seen; public int Seen() { LONG return (int)seen; } public void Start(List<Func<int>> all) { Register(() => seen++); } static void Register(Func<long> f) { LONG } }",
            "W.<Start>b__"
        },
        {
            "what the process was started with goes round",
            "class P { static int total; static void Main() { for (var i = 0; i < 1000; i++) { total += i; Thread.Sleep(1); } } public static int Total() { LONG return total; } }",
            "class P { static long total; static void Main() { for (var i = 0; i < 1000; i++) { total += i; Thread.Sleep(1); } } public static int Total() { LONG return (int)total; } }",
            "P.Main()"
        },
    };

    [Theory]
    [MemberData(nameof(Halves))]
    public void HW3284_halves_of_a_fields_state_are_refused(string what, string before, string after, string user)
    {
        foreach (var configuration in new[] { Configuration.Debug, Configuration.Release })
        {
            var result = Make(before, after, configuration);
            Assert.True(result.Outcome == PatchOutcome.Failed, what);
            var error = Assert.Single(result.Diagnostics, static d => d.Id == "HW3284");
            Assert.Contains(user, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Halves))]
    public void HW3291_halves_that_are_accepted_are_remarks(string what, string before, string after, string user)
    {
        var result = Make(before, after, Configuration.Release, accept: ["HW3284"]);
        Assert.True(result.Outcome == PatchOutcome.Made, what + "\n" + string.Join("\n", result.Diagnostics));
        Assert.Contains(user, Assert.Single(result.Diagnostics, static d => d.Id == "HW3291").Message, StringComparison.Ordinal);
        Assert.True(result.Verdict is PatchVerdict.LiveWithRemarks or PatchVerdict.LiveRestAtNextStart, $"{what}: {result.Verdict}");
    }

    [Theory]
    [InlineData("public async Task RunAsync(Func<Task<bool>> next) { while (await next()) queue.Enqueue(1); }", "HW3292")]
    [InlineData("public IEnumerable<int> Rows() { while (true) { LONG yield return queue.Count; } }", "HW3292")]
    [InlineData("public void Run() { foreach (var i in All()) queue.Enqueue(i); } IEnumerable<int> All() { while (true) yield return 1; }", "HW3292")]
    [InlineData("public IEnumerable<int> Rows() { for (var i = 0; i < 3; i++) { LONG yield return queue.Count; } }", "HW3292")]
    [InlineData("public IEnumerable<int> Rows(int[] of) { foreach (var i in of) { LONG queue.Enqueue(i); yield return i; } }", "HW3292")]
    [InlineData("public IEnumerable<int> Rows() { yield return 1; LONG queue.Enqueue(2); }", "HW3292")]
    [InlineData("public IEnumerable<int> Rows() { try { yield return 1; LONG } finally { queue.Clear(); } }", "HW3292")]
    [InlineData("public async IAsyncEnumerable<int> Rows() { for (var i = 0; i < 3; i++) { yield return queue.Count; await Task.Yield(); } }", "HW3292")]
    [InlineData("public IEnumerable<int> Rows() { for (var i = 0; i < 3; i++) yield return N(); } int N() => queue.Count;", "")]
    [InlineData("public IEnumerable<int> Rows() { foreach (var i in queue) yield return (int)i; }", "")]
    [InlineData("public IEnumerable<int> Rows() { queue.Clear(); yield return 1; yield return 2; }", "")]
    [InlineData("public async Task RunAsync() { for (var i = 0; i < 3; i++) { await Task.Yield(); queue.Enqueue(i); } }", "")]
    public void HW3292_runs_of_fed_loops_that_may_use_a_field_are_named(string member, string code)
    {
        var before = "class W { Queue<int> queue = new(); public int Take() { LONG return (int)queue.Dequeue(); } " + member + " }";
        foreach (var configuration in new[] { Configuration.Debug, Configuration.Release })
        {
            var result = Make(before, before.Replace("Queue<int>", "Queue<long>", StringComparison.Ordinal), configuration);
            Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
            Assert.Equal(code.Length > 0 ? ["W.queue"] : [], result.Diagnostics.Where(static d => d.Id == "HW3292").Select(static d => d.Member));
        }
    }

    [Theory]
    [InlineData("NativeLibrary.SetDllImportResolver(typeof(W).Assembly, static (name, assembly, path) => NativeLibrary.Load(name));", true)]
    [InlineData("Console.Write(1);", false)]
    public void HW3293_imports_that_a_resolver_is_not_asked_for_are_named(string start, bool isNamed)
    {
        var before = "class W { public W() { START } public int F() { LONG return G(); } public static int G() => 1; }".Replace("START", start, StringComparison.Ordinal);
        var after = before.Replace("public static int G() => 1;", "[DllImport(\"counting\")] public static extern int H(); public static int G() => H();", StringComparison.Ordinal);
        var result = Make(before, after, Configuration.Release);
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        Assert.Equal(isNamed ? ["W.H()"] : [], result.Diagnostics.Where(static d => d.Id == "HW3293").Select(static d => d.Member));
    }

    public static TheoryData<string, string, string> Whole => new()
    {
        { "all users move", "class W { int n; public int A() { LONG return n++; } }", "class W { long n; public int A() { LONG return (int)n++; } }" },
        {
            "a service that is given from outside is the same service in other hands",
            "class W { readonly TextWriter log; readonly List<int> given = new(); public W(TextWriter log) { this.log = log; } public void Say() { log.Write(given.Count); LONG } public async Task RunAsync(CancellationToken t) { while (!t.IsCancellationRequested) { await Task.Delay(1); log.Write(1); } } }",
            "class W { readonly List<int> given = new(), more = new(); public W(TextWriter log) { } public void Say() { Console.Write(given.Count + more.Count); LONG } public async Task RunAsync(CancellationToken t) { while (!t.IsCancellationRequested) { await Task.Delay(1); Console.Write(1); } } }"
        },
        {
            "a field that only the loop uses",
            "class W { int rounds; public void Other() { LONG } public async Task RunAsync(CancellationToken t) { while (!t.IsCancellationRequested) { await Task.Delay(1); rounds++; } } }",
            "class W { long rounds; public void Other() { LONG LONG } public async Task RunAsync(CancellationToken t) { while (!t.IsCancellationRequested) { await Task.Delay(1); rounds++; } } }"
        },
        {
            "a statistic that nobody asks for any more",
            "class W { int rounds; public int Rounds() { LONG return rounds; } public async Task RunAsync(CancellationToken t) { while (!t.IsCancellationRequested) { await Task.Delay(1); rounds++; } } }",
            "class W { public int Rounds() { LONG return 0; } public async Task RunAsync(CancellationToken t) { while (!t.IsCancellationRequested) { await Task.Delay(1); } } }"
        },
        {
            "a delegate that does not outlive its query",
            "class W { int id; public int Find(List<int> all) { id++; LONG return all.Where(x => x == id).Select(x => x + id).First(); } }",
            "class W { long id; public int Find(List<int> all) { id++; LONG return (int)all.Where(x => x == id).Select(x => x + id).First(); } }"
        },
        {
            "what stood before a loop of plain values",
            "class W { int limit; public void Set(int n) { limit = n; LONG } public async Task RunAsync(CancellationToken t) { Console.Write(limit); while (!t.IsCancellationRequested) { await Task.Delay(1); } } }",
            "class W { long limit; public void Set(int n) { limit = n; LONG } public async Task RunAsync(CancellationToken t) { Console.Write(limit); while (!t.IsCancellationRequested) { await Task.Delay(1); } } }"
        },
        {
            "start-up code that does not come by again",
            "class P { static int total; static void Main() { Console.Write(total); Loop(); } static void Loop() { LONG } public static int Total() { LONG return total++; } }",
            "class P { static long total; static void Main() { Console.Write(total); Loop(); } static void Loop() { LONG } public static int Total() { LONG return (int)total++; } }"
        },
    };

    [Theory]
    [MemberData(nameof(Whole))]
    public void What_loses_nothing_is_not_refused(string what, string before, string after)
    {
        foreach (var configuration in new[] { Configuration.Debug, Configuration.Release })
        {
            var result = Make(before, after, configuration);
            Assert.True(result.Outcome == PatchOutcome.Made, what + "\n" + string.Join("\n", result.Diagnostics));
        }
    }

    [Fact]
    public void A_stub_of_what_a_running_Main_calls_makes_its_code_change_right()
    {
        var result = Make(Bank(Account1), Bank(Account2), Configuration.Release, SmallMethods.Export);
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
    }

    public static TheoryData<string, string, string, string, string> Keepers => new()
    {
        { "HW3285", "a loop of Main", "class A { [SafePoint(false)] public static int S() => 1; } class P { static void Main() { Func<int> f = () => { LONG return 2; }; while (Console.ReadLine() is { }) { Console.Write(A.S() + f()); } } }", "S() => 1", "S() => 2" },
        { "HW3285", "through a second method without a stub", "class A { [SafePoint(false)] public static void S() => T(); static void T() { LONG } } class P { static void Main() { Func<int> f = () => { LONG return 2; }; while (Console.ReadLine() is { }) { A.S(); f(); } } }", "T() { LONG }", "T() { LONG LONG }" },
        { "HW3285", "a channel's loop", "class A { [SafePoint(false)] public static int S() => 1; } class W { public async Task RunAsync(ChannelReader<string> r) { while (true) { var l = await r.ReadAsync(); Console.Write(A.S()); } } }", "S() => 1", "S() => 2" },
        { "HW3285", "a thread's loop", "class A { [SafePoint(false)] public static int S() => 1; } class W { public void Go(SemaphoreSlim s) { var t = new Thread(() => { while (true) { s.Wait(); Console.Write(A.S()); } }); t.Start(); LONG } }", "S() => 1", "S() => 2" },
        { "HW3285", "a stream's loop", "class A { [SafePoint(false)] public static int S() => 1; } class W { public async Task RunAsync(Func<Task<bool>> next) { while (await next()) { Console.Write(A.S()); } } }", "S() => 1", "S() => 2" },
        { "HW3285", "a row of values that is made for hours", "class A { [SafePoint(false)] public static int S() => 1; } class W { public async IAsyncEnumerable<int> Feed(int n) { for (var i = 0; i < n; i++) { await Task.Delay(1); yield return A.S(); } } }", "S() => 1", "S() => 2" },
        { "HW3211", "whoever knows its name", "public class A { public static int S() => 1; public int F() { LONG return S(); } }", "S() => 1", "S() => 2" },
        { "HW3202", "a type that no patch reaches", "class A { public static int S() => 1; public int F() { LONG return S(); } } [NotSwappable] class B { public int G() => A.S(); }", "S() => 1", "S() => 2" },
    };

    [Theory]
    [MemberData(nameof(Keepers))]
    public void Whoever_keeps_an_old_body_is_named(string code, string what, string before, string one, string two)
    {
        foreach (var configuration in new[] { Configuration.Debug, Configuration.Release })
        {
            var result = Make(before, before.Replace(one, two, StringComparison.Ordinal), configuration);
            Assert.True(result.Diagnostics.Any(d => d.Id == code), what + "\n" + string.Join("\n", result.Diagnostics));
        }
    }

    [Fact]
    public void Who_weaves_everything_is_told_to_give_the_method_a_stub()
    {
        const string Before = "class A { public static int S() => 1; public int F() { LONG return S(); } } [NotSwappable] class B { public int G() => A.S(); }";
        var result = Make(Before, Before.Replace("S() => 1", "S() => 2", StringComparison.Ordinal), Configuration.Release);
        var message = Assert.Single(result.Diagnostics, static d => d.Id == "HW3202").Message;
        Assert.EndsWith("A.S() has no stub. In the next deployment, give it one (HotWeaveSmallMethods=export, --small-methods export).", message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string, string> Unset => new()
    {
        { "HW3287", "by the method that begins an object's work", "abstract class G { public virtual Task OnActivateAsync() => Task.CompletedTask; } class U : G { int n; public override Task OnActivateAsync() { n = 1; LONG return Task.CompletedTask; } public string Send() { LONG return \"1\" + n; } }", "abstract class G { public virtual Task OnActivateAsync() => Task.CompletedTask; } class U : G { int n; string[] prefs = null!; public override Task OnActivateAsync() { n = 1; prefs = new[] { \"mail\" }; LONG return Task.CompletedTask; } public string Send() { LONG return \"2\" + n + prefs.Length; } }" },
        { "HW3287", "a number", "interface IHosted { Task StartAsync(CancellationToken t); } class U : IHosted { public Task StartAsync(CancellationToken t) { LONG return Task.CompletedTask; } public int Send() { LONG return 1; } }", "interface IHosted { Task StartAsync(CancellationToken t); } class U : IHosted { int limit; public Task StartAsync(CancellationToken t) { limit = 4; LONG return Task.CompletedTask; } public int Send() { LONG return limit; } }" },
        { "HW3287", "a static that Main sets", "class P { static void Main() { Console.Write(1); } public static int F() { LONG return 1; } }", "class P { static string? s_name; static void Main() { s_name = Environment.MachineName; } public static int F() { LONG return s_name!.Length; } }" },
        { "HW3287", "a static that a method sets which only Main calls", "static class P { static void Main() { Setup(\"a\"); } static void Setup(string s) { LONG } public static int F() { LONG return 1; } }", "static class P { static string? s_name; static void Main() { Setup(\"a\"); } static void Setup(string s) { s_name = s; LONG } public static int F() { LONG return s_name!.Length; } }" },
        { "", "a static that Main sets in a loop", "static class P { static void Main() { while (true) { Thread.Sleep(1); } } public static int F() { LONG return 1; } }", "static class P { static int s_round; static void Main() { while (true) { Thread.Sleep(1); s_round++; } } public static int F() { LONG return s_round; } }" },
        { "HW3288", "by any method, and somebody relies on it", "class U { public void Next(string s) { LONG } public int Peek() { LONG return 1; } }", "class U { string? last; public void Next(string s) { last = s; LONG } public int Peek() { LONG return last!.Length; } }" },
        { "", "asked before it is used", "class U { public void Next(string s) { LONG } public int Peek() { LONG return 1; } }", "class U { string? last; public void Next(string s) { last = s; LONG } public int Peek() { LONG return last?.Length ?? 0; } }" },
        { "", "made when it is needed", "class U { public int Peek() { LONG return 1; } }", "class U { List<int>? all; public int Peek() { LONG all = new(); return All().Count; } List<int> All() => all ??= new(); }" },
        { "", "set by a hook", "class U { public virtual void Initialize() { LONG } public int Peek() { LONG return 1; } }", "class U { string? last; public virtual void Initialize() { last = Environment.MachineName; LONG } public int Peek() { LONG return last!.Length; } [CodeChange] private void Change(CodeChangeContext change) { if (change.IsUp) last = Environment.MachineName; } }" },
        { "", "computed for objects that exist", "class U { public virtual void Initialize() { LONG } public int Peek() { LONG return 1; } }", "class U { string? last; public virtual void Initialize() { last = Environment.MachineName; LONG } public int Peek() { LONG return last!.Length; } [InitializeExisting(nameof(last))] private static string Last() => Environment.MachineName; }" },
    };

    [Theory]
    [MemberData(nameof(Unset))]
    public void Fields_that_only_code_sets_which_is_over_are_refused_or_named(string code, string what, string before, string after)
    {
        foreach (var configuration in new[] { Configuration.Debug, Configuration.Release })
        {
            var result = Make(before, after, configuration);
            Assert.Equal(code.Length > 0 ? [code] : [], result.Diagnostics.Select(static d => d.Id).Where(static id => id is "HW3287" or "HW3288"));
            Assert.True(result.Outcome == (code == "HW3287" ? PatchOutcome.Failed : PatchOutcome.Made), what + "\n" + string.Join("\n", result.Diagnostics));
        }
    }

    private static PatchResult Make(string before, string after, Configuration configuration, SmallMethods smallMethods = SmallMethods.Leave, string[]? accept = null)
    {
        using var directory = new TestDirectory();
        var kind = before.Contains("static void Main()", StringComparison.Ordinal) ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary;
        var old = Compiler.CSharp(directory.Sub("1"), "Staying", Usings + before.Replace("LONG", Long, StringComparison.Ordinal), configuration, kind);
        var @new = Compiler.CSharp(directory.Sub("2"), "Staying", Usings + after.Replace("LONG", Long, StringComparison.Ordinal), configuration, kind);
        return PatchMaker.Make(new PatchRequest { BaselinePath = Weaving.All(old, directory.Sub("woven"), smallMethods), NewPath = @new, Accept = accept ?? [] });
    }
}
