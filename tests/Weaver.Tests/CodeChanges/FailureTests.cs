using Xunit;

namespace HotWeave.Weaver.Tests.CodeChanges;

/// <summary>Code change that does not succeed: everything is as before, and the report says why.</summary>
[Collection("swaps")]
public class FailureTests
{
    private const string Boxes = """
        [Swappable(Track = true)]
        public class Box
        {
        #if V2
            private string text = "";
            public string Show() { Test.Touch(); return "v2 " + text + text.Length; }
            [CodeChange] private void Change(CodeChangeContext change)
            {
                text = change.IsUp ? change.Get<int>("number").ToString() : "";
                change.Set("number", -1);
                Test.Token = change.Cancellation;
                if (text != "1") Test.During?.Invoke();
            }
        #else
            private int number;
            public Box(int number) { this.number = number; }
            public string Show() { Test.Touch(); return "v1 " + number + number.ToString().Length; }
        #endif
        #if V2
            public Box(int number) { text = number.ToString(); }
        #endif
        }
        public static class Test
        {
            public static Action? During;
            public static CancellationToken Token;
            public static readonly Box[] Boxes = { new Box(1), new Box(2) };
            public static void Touch() => GC.KeepAlive(Boxes);
            public static void Run(TextWriter output) => output.Write(string.Join(",", Boxes.Select(b => b.Show())));
        }
        """;

    [Fact]
    public async Task Behaviour_42_and_55_a_hook_that_throws_is_named_with_object_and_cause_and_all_is_restored()
    {
        using var changing = new ChangingCase(Boxes);
        changing.During(() => throw new NotSupportedException("cannot"));
        var e = await changing.RefusedAsync("HW6504", 2);
        Assert.IsType<NotSupportedException>(e.InnerException);
        Assert.Contains("Box.Change(CodeChangeContext) on an object of Box (up) threw NotSupportedException: cannot", e.Message, StringComparison.Ordinal);
        Assert.Equal("v1 11,v1 21", changing.Run());
        Assert.Equal(changing.Before, HotSwap.GetStatus().Current);

        changing.During(null);
        await changing.ApplyAsync(2);
        Assert.Equal("v2 11,v2 21", changing.Run());
        changing.During(() => throw new NotSupportedException("not back"));
        var back = await Assert.ThrowsAsync<SwapException>(() => HotSwap.RollbackAsync(changing.Before));
        Assert.Equal("HW6504", back.Code);
        Assert.Contains("(down)", back.Message, StringComparison.Ordinal);
        Assert.Equal("v2 11,v2 21", changing.Run());
        changing.During(null);
        await changing.BackAsync();
        Assert.Equal("v1 -12,v1 -12", changing.Run());
    }

    [Fact]
    public async Task Behaviour_55_a_wrong_cast_in_a_hook_is_undone()
    {
        using var changing = new ChangingCase(Boxes.Replace("change.Get<int>(\"number\")", "change.Get<long>(\"number\")", StringComparison.Ordinal));
        Assert.Equal("v1 11,v1 21", changing.Run());
        var e = await changing.RefusedAsync("HW6504", 2);
        Assert.IsType<InvalidCastException>(e.InnerException);
        Assert.Contains("System.Int32", e.Message, StringComparison.Ordinal);
        Assert.Equal("v1 11,v1 21", changing.Run());
    }

    [Fact]
    public async Task HW6505_a_hook_past_the_deadline_holds_the_swap_lock_only_and_nobody_waits_for_it()
    {
        using var changing = new ChangingCase(Boxes);
        var overdue = new TaskCompletionSource();
        using var release = new ManualResetEventSlim();
        changing.During(() =>
        {
            Token(changing).WaitHandle.WaitOne();
            overdue.SetResult();
            release.Wait();
        });
        var swap = changing.ApplyAsync(2, new SwapOptions { Timeout = TimeSpan.FromMilliseconds(50) });
        await overdue.Task;
        using (await UnitOfWork.EnterAsync())
            Assert.Equal("v1 11,v1 21", changing.Run());
        Assert.Contains("waiting for Box.Change(CodeChangeContext) on an object of Box", HotSwap.GetStatus().Operation, StringComparison.Ordinal);
        var second = await changing.RefusedAsync("HW6201", 2);
        Assert.Contains("waiting for Box.Change", second.Message, StringComparison.Ordinal);

        release.Set();
        var e = await Assert.ThrowsAsync<SwapException>(() => swap);
        Assert.Equal("HW6505", e.Code);
        Assert.Contains("Box.Change(CodeChangeContext) on an object of Box", e.Message, StringComparison.Ordinal);
        Assert.Equal("v1 11,v1 21", changing.Run());
        Assert.Null(HotSwap.GetStatus().Operation);
    }

    [Fact]
    public async Task HW6506_a_call_from_outside_units_during_code_change_undoes_it_and_is_named()
    {
        using var changing = new ChangingCase(Boxes);
        changing.During(() => Outside(() => changing.Run()));
        var e = await changing.RefusedAsync("HW6506", 2);
        Assert.Contains("Box.Show", e.Message, StringComparison.Ordinal);
        Assert.Equal("v1 11,v1 21", changing.Run());

        var result = await changing.ApplyAsync(2, new SwapOptions { AcceptOutsideCalls = true });
        Assert.Contains(result.Warnings, static w => w.StartsWith("HW6522", StringComparison.Ordinal) && w.Contains("Box.Show", StringComparison.Ordinal));
        changing.During(null);
        Assert.StartsWith("v2 ", changing.Run(), StringComparison.Ordinal);
        await changing.BackAsync();
    }

    [Fact]
    public async Task What_a_hook_calls_is_answered_by_its_own_version_and_is_no_outside_call()
    {
        using var changing = new ChangingCase(Boxes);
        var seen = "";
        changing.During(() => seen = changing.Run());
        await changing.ApplyAsync(2);
        Assert.Equal("v2 11,v2 21", seen);
        changing.During(null);
        await changing.BackAsync();
    }

    [Fact]
    public async Task New_units_wait_while_state_is_carried_over_and_begin_on_the_new_version()
    {
        using var changing = new ChangingCase(Boxes);
        Task<string>? waiting = null;
        changing.During(() =>
        {
            using (ExecutionContext.SuppressFlow())
                waiting = Task.Run(async () =>
                {
                    using var unit = await UnitOfWork.EnterAsync("waits");
                    return changing.Run();
                });
            while (HotSwap.GetStatus().Waiting is not { Waiting: 1 })
                Thread.Yield();
        });
        await changing.ApplyAsync(2, new SwapOptions { Timeout = TimeSpan.FromMinutes(1) });
        Assert.Equal("v2 11,v2 21", await waiting!);
        changing.During(null);
        await changing.BackAsync();
    }

    [Fact]
    public async Task A_cancelled_operation_restores_and_changes_nothing()
    {
        using var changing = new ChangingCase(Boxes + """
            [Swappable(Track = true)] public class Last
            {
            #if V2
                private long other; [CodeChange] private void Change(CodeChangeContext change) { if (change.IsUp) other = 1; }
            #endif
                public static readonly Last One = new Last();
                public string Show() => ToString()!;
            }
            """);
        using var cancellation = new CancellationTokenSource();
        changing.During(cancellation.Cancel);
        var patch = changing.Patch(2);
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(changing.Live.Assembly.GetType("Last")!.TypeHandle);
        changing.Run();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => HotSwap.ApplyAsync(patch, changing.Options, cancellation.Token));
        Assert.Equal("v1 11,v1 21", changing.Run());
        Assert.Equal(changing.Before, HotSwap.GetStatus().Current);
    }

    private static CancellationToken Token(ChangingCase changing) =>
        (CancellationToken)changing.Live.Assembly.GetType("Test")!.GetField("Token")!.GetValue(null)!;

    private static void Outside(Action action)
    {
        Thread thread;
        using (ExecutionContext.SuppressFlow())
            (thread = new Thread(() => action())).Start();
        thread.Join();
    }
}
