using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Rules;

/// <summary>Which loops wait for work for ever, so that what they call is qualified, and which are loops like any other.</summary>
public class WaitingLoopTests
{
    private const string Members = """
        private void Tick() { for (var i = 0; i < 3; i++) Console.Write(i); }
        private Task TickAsync() => Task.Delay(1);
        private bool Next(out int n) { n = Environment.TickCount; return n > 0; }
        private volatile bool stop;
        private readonly Queue<int> queue = new();
        private static readonly Channel<int> channel = Channel.CreateUnbounded<int>();
        private readonly BlockingCollection<int> blocking = new();
        """;

    private const string Sequences = """
        [NotSwappable]
        static class S
        {
            private static readonly BlockingCollection<int> blocking = new();
            public static IEnumerable<int> Three() { for (var i = 0; i < 3; i++) yield return i; }
            public static IEnumerable<int> Numbers() { var i = 0; while (true) yield return i++; }
            public static IEnumerable<int> Taken() { while (true) yield return blocking.Take(); }
            public static IEnumerable<int> HandedOn() => Numbers();
            public static async IAsyncEnumerable<int> Later() { while (true) { await Task.Yield(); yield return 1; } }
            public static async IAsyncEnumerable<int> Until(int end) { for (var i = 0; ; i++) { await Task.Yield(); if (i == end) yield break; yield return i; } }
        }
        """;

    public static TheoryData<string, Configuration> Waiting() => Both(
        "void M() { while (true) Tick(); }",
        "void M() { for (;;) { Thread.Sleep(1); if (stop) return; Tick(); } }",
        "void M(CancellationToken t) { while (!t.IsCancellationRequested) Tick(); Console.Write(1); }",
        "void M(CancellationTokenSource t) { while (!t.IsCancellationRequested) { for (var i = 0; i < 3; i++) Tick(); } }",
        "void M() { foreach (var i in blocking.GetConsumingEnumerable()) Tick(); }",
        "void M() { while (true) { var i = blocking.Take(); if (i < 0) return; Tick(); } }",
        "void M() { while (true) { if (stop) throw new InvalidOperationException(\"stopped \" + stop); Tick(); } }",
        "async Task M() { while (true) { try { await Task.Delay(1); Tick(); } finally { await Task.Delay(2); } } }",
        "void M() { while (true) { try { Tick(); } catch (InvalidOperationException) { Console.Write(1); } finally { Console.Write(2); } } }",
        "void M(CancellationToken t) { while (!t.IsCancellationRequested) { try { Thread.Sleep(1); } finally { Tick(); } } }",
        "async Task M() { while (true) { await Task.Delay(1); Tick(); } }",
        "async Task M() { while (true) { var line = await Console.In.ReadLineAsync(); if (line is null) return; Tick(); } }",
        "async Task M(CancellationToken t) { while (!t.IsCancellationRequested) { await Task.Delay(1, t); Tick(); } Console.Write(1); }",
        "async Task M(CancellationToken t) { while (!t.IsCancellationRequested) { try { await Task.Delay(1, t); } catch (InvalidOperationException) { Tick(); await Task.Delay(2); } } }",
        "async Task M(CancellationToken t) { using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await timer.WaitForNextTickAsync(t)) Tick(); }",
        "async Task M(CancellationToken t) { using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (!t.IsCancellationRequested && await timer.WaitForNextTickAsync(t)) { await Task.Yield(); Tick(); } Console.Write(1); }",
        "async Task M(CancellationToken t) { await foreach (var i in channel.Reader.ReadAllAsync(t)) Tick(); }",
        "async Task M(CancellationToken t) { await foreach (var i in channel.Reader.ReadAllAsync(t).ConfigureAwait(false)) { await Task.Yield(); Tick(); } Console.Write(1); }",
        "async Task M() { while (await channel.Reader.WaitToReadAsync()) while (channel.Reader.TryRead(out var i)) Tick(); }",
        "async Task M() { while (await channel.Reader.WaitToReadAsync().ConfigureAwait(false)) { if (channel.Reader.TryRead(out var i)) { await Task.Yield(); Tick(); } } }",
        "async Task M<T>(T x) { while (true) { await Task.Delay(1); Tick(); } }",
        "Func<Task> M() => async () => { while (true) { await Task.Delay(1); Tick(); } };",
        "async Task M() { for (var i = 0; i < 3; i++) { while (true) { await Task.Delay(1); Tick(); } } }",
        "async IAsyncEnumerable<int> M() { while (true) { await Task.Delay(1); Tick(); yield return 1; } }",
        "async IAsyncEnumerable<int> M([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken t) { while (!t.IsCancellationRequested) { try { await Task.Delay(1, t); } finally { Tick(); } yield return 1; } }",
        "async IAsyncEnumerable<int> M(CancellationToken t) { await foreach (var i in channel.Reader.ReadAllAsync(t)) { Tick(); yield return i; } }",
        "async IAsyncEnumerable<int> M() { while (await channel.Reader.WaitToReadAsync()) while (channel.Reader.TryRead(out var i)) { Tick(); yield return i; } }",
        "async IAsyncEnumerable<string> M([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken t) { while (true) { var line = await Console.In.ReadLineAsync(t); if (line is null) yield break; Tick(); yield return line; } }",
        "async IAsyncEnumerable<int> M() { while (true) { await Task.Delay(1); try { yield return 1; Tick(); } finally { await Task.Delay(2); } } }",
        "IEnumerable<int> M() { while (true) { Tick(); yield return blocking.Take(); } }",
        "IEnumerable<int> M() { foreach (var i in blocking.GetConsumingEnumerable()) { Tick(); yield return i; } }",
        "void M() { foreach (var i in blocking.GetConsumingEnumerable()) { foreach (var j in queue) Tick(); } }",
        "void M() { foreach (var i in blocking.GetConsumingEnumerable().Where(static i => i > 0).Select(static i => i + 1)) Tick(); }",
        "void M() { foreach (var i in S.Taken()) Tick(); Console.Write(1); }",
        "async Task M() { await foreach (var i in S.Later()) Tick(); Console.Write(1); }",
        "async Task M(CancellationToken t) { await foreach (var i in S.Later().WithCancellation(t).ConfigureAwait(false)) { foreach (var j in queue) Tick(); } }",
        "void M() { foreach (var i in S.Taken().Where(static i => i > 0)) { if (i == 5) return; Tick(); } }");

    public static TheoryData<string, Configuration> Others() => Both(
        "void M() { for (var i = 0; i < 10; i++) Tick(); }",
        "void M() { while (!stop) Tick(); }",
        "void M() { foreach (var i in queue) Tick(); }",
        "void M() { while (queue.TryDequeue(out var i)) Tick(); }",
        "void M() { do { Tick(); } while (!stop); }",
        "int M() { while (true) { if (Next(out var n)) return n; Tick(); } }",
        "void M() { while (true) { if (stop) break; Tick(); Thread.Sleep(1); } Console.Write(1); Console.Write(2); }",
        "async Task M() { for (var i = 0; i < 10; i++) { await Task.Yield(); Tick(); } }",
        "async Task M() { foreach (var i in queue) { await Task.Yield(); Tick(); } }",
        "async Task M() { while (!stop) { await Task.Delay(1); Tick(); } }",
        "async Task M(IAsyncEnumerable<int> items) { await foreach (var i in items) Tick(); }",
        "async Task M(CancellationToken t) { foreach (var i in queue) { t.ThrowIfCancellationRequested(); await Task.Yield(); Tick(); } }",
        "async Task M(CancellationToken t) { foreach (var i in queue) { if (t.IsCancellationRequested) return; await Task.Yield(); Tick(); } }",
        "async Task M(IAsyncEnumerable<int> items) { var e = items.GetAsyncEnumerator(); while (await e.MoveNextAsync()) Tick(); }",
        "void M(System.IO.TextReader r) { while (r.ReadLine() is { } line) Tick(); }",
        "IEnumerable<int> M() { yield return 1; Tick(); yield return 2; }",
        "void M() { foreach (var i in S.Three()) Tick(); }",
        "void M() { foreach (var i in S.Numbers()) { if (i > 3) break; Tick(); } Console.Write(1); Console.Write(2); }",
        "void M() { foreach (var list in blocking.GetConsumingEnumerable().ToList().Chunk(2)) Tick(); }");

    public static TheoryData<string, Configuration> Fed() => Both(
        "async Task M() { while (await Task.FromResult(stop)) Tick(); }",
        "async Task M(Func<CancellationToken, Task<bool>> next) { while (await next(default)) { await TickAsync(); Tick(); } Console.Write(1); }",
        "async Task M(System.IO.TextReader r) { while (await r.ReadLineAsync() is { } line) Tick(); Console.Write(1); }",
        "async Task M(System.IO.Stream s) { var buffer = new byte[9]; int n; while ((n = await s.ReadAsync(buffer)) > 0) Tick(); }",
        "async Task M(System.Data.Common.DbDataReader r) { while (await r.ReadAsync().ConfigureAwait(false)) { Tick(); } }",
        "void M() { while (blocking.TryTake(out var i, -1)) Tick(); Console.Write(1); }",
        "void M() { while (Console.ReadLine() is { } line) Tick(); Console.Write(1); }",
        "async IAsyncEnumerable<int> M() { await Task.Yield(); while (true) { yield return 1; Tick(); } }",
        "async IAsyncEnumerable<int> M() { for (var i = 0; i < 3; i++) { await Task.Yield(); Tick(); yield return i; } }",
        "async IAsyncEnumerable<int> M() { foreach (var i in queue) { await Task.Yield(); Tick(); yield return i; } }",
        "async IAsyncEnumerable<int> M() { while (!stop) { await Task.Delay(1); Tick(); yield return 1; } }",
        "async IAsyncEnumerable<int> M(IAsyncEnumerable<int> items) { await foreach (var i in items) { Tick(); yield return i; } }",
        "IEnumerable<int> M() { while (true) { yield return 1; Tick(); } }",
        "IEnumerable<int> M() { for (var i = 0; i < 3; i++) { Tick(); yield return i; } }",
        "IEnumerable<int> M() { foreach (var i in queue) { Tick(); yield return i; } }",
        "IEnumerator<int> M() { try { while (!stop) { Tick(); yield return 1; if (queue.Count > 9) yield break; } } finally { Console.Write(1); } }",
        "System.Collections.IEnumerator M() { while (true) { Tick(); yield return null; } }",
        "void M() { foreach (var i in S.Numbers()) Tick(); Console.Write(1); }",
        "void M() { foreach (var i in S.HandedOn().Skip(3)) { Tick(); } }",
        "void M() { foreach (var i in S.Numbers()) { foreach (var j in queue) Tick(); } }",
        "async Task M() { foreach (var i in S.Numbers()) { await Task.Yield(); Tick(); } }",
        "async Task M() { await foreach (var i in S.Until(3)) Tick(); }");

    [Theory]
    [MemberData(nameof(Fed))]
    public void Loops_that_are_fed_make_what_they_call_exports_and_are_calls_like_any_other(string member, Configuration configuration)
    {
        var plan = Plan(member, configuration);
        Assert.NotNull(plan.Export("Tick"));
        Assert.DoesNotContain(plan.Types.Single().CountedLoops, static l => l.IsWaiting);
        Assert.DoesNotContain(plan.Types.Single().LocalCalls, c => c.Target.Name == "C.Tick()");
    }

    [Theory]
    [InlineData("async Task M() { while (await Task.FromResult(stop)) Tick(); }", true)]
    [InlineData("async IAsyncEnumerable<int> M(IAsyncEnumerable<int> items) { await foreach (var i in items) { Tick(); yield return i; } }", true)]
    [InlineData("IEnumerable<int> M() { while (true) { yield return 1; Tick(); } }", true)]
    [InlineData("IEnumerable<int> M() { for (var i = 0; i < 3; i++) { Thread.Sleep(1); Tick(); yield return i; } }", true)]
    [InlineData("IEnumerable<int> M() { for (var i = 0; i < 3; i++) { Tick(); yield return i; } }", false)]
    [InlineData("IEnumerable<int> M(IEnumerable<int> items) { foreach (var i in items) { Tick(); yield return i; } }", false)]
    [InlineData("IEnumerable<int> M() { foreach (var i in queue) { Tick(); yield return i; } }", false)]
    public void Runs_of_those_count_that_have_no_end_of_their_own_or_wait(string member, bool isCounted)
    {
        foreach (var configuration in Enum.GetValues<Configuration>())
            Assert.Equal(isCounted, Plan(member, configuration).Types.Single().CountedLoops.Count == 1);
    }

    [Theory]
    [MemberData(nameof(Waiting))]
    public void Loops_that_wait_for_ever_make_what_they_call_exports(string member, Configuration configuration)
    {
        var plan = Plan(member, configuration);
        Assert.NotNull(plan.Export("Tick"));
        var loop = Assert.Single(plan.Types.Single().CountedLoops, static l => l.IsWaiting);
        Assert.Contains("M", loop.Method.Name, StringComparison.Ordinal);
        Assert.Equal(["C.Tick()"], loop.Calls.Select(c => c.Name));
        Assert.DoesNotContain(plan.Types.Single().LocalCalls, c => c.Target.Name == "C.Tick()");
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Calls_in_other_loops_stay_local(string member, Configuration configuration)
    {
        var plan = Plan(member, configuration);
        Assert.Empty(plan.Types.Single().CountedLoops);
        Assert.Null(plan.Export("Tick"));
        Assert.Equal(["HW2002"], plan.Reasons("Tick"));
    }

    [Theory]
    [InlineData("[SafePoint(false)] void M() { while (true) Tick(); }", "")]
    [InlineData("void M() { while (true) Other(); } [SafePoint(false)] void Other() { for (var i = 0; i < 3; i++) Tick(); }", "C.M() -> ")]
    [InlineData("[SafePoint(false)] async Task M() { while (true) { await Task.Delay(1); Tick(); } }", "")]
    public void SafePoint_false_opts_out(string member, string loops)
    {
        var plan = Plan(member, Configuration.Release);
        Assert.Equal(loops, string.Join("|", plan.Types.Single().CountedLoops));
        Assert.Null(plan.Export("Tick"));
        Assert.Null(plan.Export("Other"));
    }

    [Fact]
    public void Calls_outside_the_loop_stay_local()
    {
        var plan = Plan("void M() { while (true) Tick(); } public void N(int n) { for (var i = 0; i < n; i++) Tick(); }", Configuration.Release);
        Assert.Equal(["C.N(Int32)"], plan.Types.Single().LocalCalls.Where(c => c.Target.Name == "C.Tick()").Select(c => c.Caller.Name));
        Assert.StartsWith("<Tick>body", plan.Export("Tick")!.BodyMethod, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_that_a_loop_reads_can_get_code_under_it()
    {
        var plan = Plan("private int Count { get; set; } void M() { while (true) { Count++; Tick(); } }", Configuration.Release);
        Assert.Equal(Model.ExportKind.InPlace, plan.Export("get_Count")!.Kind);
    }

    [Theory]
    [InlineData("void M() { while (true) Tick(); }", true)]
    [InlineData("async Task M(CancellationToken t) { while (!t.IsCancellationRequested) await TickAsync(); }", true)]
    [InlineData("async Task M() { await foreach (var i in channel.Reader.ReadAllAsync()) Tick(); }", true)]
    [InlineData("async Task M() { await foreach (var i in S.Later()) Tick(); }", true)]
    [InlineData("async Task M() { await foreach (var i in S.Until(3)) Tick(); }", false)]
    [InlineData("async Task<int> M() { while (true) { try { await TickAsync(); return 1; } catch (InvalidOperationException) { } } }", false)]
    [InlineData("async Task M() { while (true) { var line = await Console.In.ReadLineAsync(); if (line is null) return; Tick(); } }", false)]
    public void A_unit_with_a_loop_that_never_ends_stops_the_build(string member, bool refused)
    {
        using var directory = new TestDirectory();
        var input = Compiler.CSharp(directory.Sub("in"), "Endless", Source("[UnitOfWork] " + member), Configuration.Release);
        var result = AssemblyWeaver.Weave(new WeaveRequest { InputPath = input, OutputPath = directory.File("Endless.dll"), References = [AppContext.BaseDirectory] });
        Assert.Equal(refused ? WeaveOutcome.Failed : WeaveOutcome.Woven, result.Outcome);
        Assert.Equal(refused ? ["HW2024"] : [], result.Diagnostics.Where(d => d.Severity == Diagnostics.DiagnosticSeverity.Error).Select(d => d.Id));
    }

    private static TheoryData<string, Configuration> Both(params string[] members)
    {
        var data = new TheoryData<string, Configuration>();
        foreach (var member in members)
        {
            data.Add(member, Configuration.Release);
            data.Add(member, Configuration.Debug);
        }

        return data;
    }

    private static Model.WeavePlan Plan(string member, Configuration configuration)
    {
        using var directory = new TestDirectory();
        return Planned.ForFile(Compiler.CSharp(directory, "Snippet", Source(member), configuration));
    }

    private static string Source(string member) => $$"""
        using System; using System.Collections.Concurrent; using System.Collections.Generic; using System.Linq; using System.Threading; using System.Threading.Channels; using System.Threading.Tasks; using HotWeave;
        public class C { {{Members}} {{member}} }
        {{Sequences}}
        """;
}
