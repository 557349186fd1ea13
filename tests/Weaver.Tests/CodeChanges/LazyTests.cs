using Xunit;

namespace HotWeave.Weaver.Tests.CodeChanges;

/// <summary>Objects that nobody lists are converted one by one, when new code first touches a field of them.</summary>
[Collection("swaps")]
public class LazyTests
{
    private const string Pairs = """
        [Swappable]
        public class Pair<T> where T : notnull
        {
        #if V2
            private List<T> all = new();
            public volatile int Touched;
            public Pair(T a, T b) { all.Add(a); all.Add(b); Touched = 1; }
            public void Add(T item) { all.Add(item); Touched++; kept = item; }
            public string Show() => "v2 " + string.Join("+", all) + kept;
            [CodeChange] private void Change(CodeChangeContext change)
            {
                Interlocked.Increment(ref Test.Hooks);
                if (change.IsUp) { all.Add(change.Get<T>("first")); Test.During?.Invoke(); all.Add(change.Get<T>("second")); }
                else { change.Set("first", all[^1]); change.Set("second", all[0]); }
            }
        #else
            private T first, second;
            public volatile int Touched;
            public Pair(T a, T b) { first = a; second = b; kept = a; }
            public void Add(T item) { second = item; first = item; kept = item; Touched = 3; Touched = 4; Touched = 5; }
            public string Show() => "v1 " + first + "+" + second + kept;
        #endif
            private T kept = default!;
        }
        [Swappable]
        public static class Test
        {
            public static Action? During;
            public static int Hooks;
            public static readonly Pair<int> Numbers = new(1, 2);
            public static readonly Pair<string> Words = new("a", "b");
            public static Pair<int>? Late;
            public static string Words2() { var text = Words.Show(); return text + text.Length; }
            public static void Run(TextWriter output) { output.Write(Numbers.Show() + ", " + Hooks); GC.KeepAlive(Words); }
            public static string Other()
            {
        #if V2
                Numbers.Touched = 7; Late = new Pair<int>(8, 9); Late.Add(10); return Late.Show() + Numbers.Touched;
        #else
                return "none" + Numbers.Touched + Numbers.Touched;
        #endif
            }
        }
        """;

    [Fact]
    public async Task Each_object_is_converted_at_its_first_touch_and_what_was_goes_back()
    {
        using var changing = new ChangingCase(Pairs);
        Assert.Equal("v1 1+21, 0", changing.Run());
        var result = await changing.ApplyAsync(2);
        Assert.Equal(SwapMode.Quiescent, result.Mode);
        Assert.Equal("v2 1+21, 1", changing.Run());
        Assert.Equal("v2 1+21, 1", changing.Run());
        // A store of another type's code is a touch too; what the new version made needs no conversion.
        Assert.Equal("v2 8+9+10107", Call(changing, "Other"));
        Assert.Equal("v2 1+21, 1", changing.Run());

        await HotSwap.RollbackAsync(changing.Before);
        // Both that had the new shape went back; the words, which nobody touched, had no need to.
        Assert.Equal("v1 2+11, 3", changing.Run());
        Assert.Equal("v1 a+ba7", Call(changing, "Words2"));
        await changing.ApplyAsync(2);
        Assert.Equal("v2 1+2+2+11, 4", changing.Run());
        await changing.BackAsync();
    }

    [Fact]
    public async Task An_object_is_converted_once_however_many_threads_meet()
    {
        using var changing = new ChangingCase(Pairs);
        changing.Run();
        await changing.ApplyAsync(2, new SwapOptions { Mode = SwapMode.UnitOfWork, SharedState = true });
        using var inHook = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        changing.During(() =>
        {
            inHook.Set();
            release.Wait();
        });
        var threads = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(changing.Run, TaskCreationOptions.LongRunning)).ToArray();
        inHook.Wait();
        // Nobody answers before the hook has ended.
        Assert.DoesNotContain(threads, static t => t.IsCompleted);
        release.Set();
        Assert.All(await Task.WhenAll(threads), static answer => Assert.Equal("v2 1+21, 1", answer));
        changing.During(null);
        await changing.BackAsync();
    }

    [Fact]
    public async Task HW6509_a_hook_that_throws_fails_that_call_leaves_the_object_and_rolls_back()
    {
        using var changing = new ChangingCase(Pairs);
        Assert.Equal("v1 1+21, 0", changing.Run());
        await changing.ApplyAsync(2);
        changing.During(() => throw new NotSupportedException("cannot"));
        var back = new TaskCompletionSource();
        void Swapped(object? sender, SwapEventArgs e) => back.TrySetResult();
        HotSwap.Swapped += Swapped;
        try
        {
            var answer = changing.Run();
            Assert.Contains("HW6509", answer, StringComparison.Ordinal);
            Assert.Contains("NotSupportedException: cannot", answer, StringComparison.Ordinal);
            await back.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
        finally
        {
            HotSwap.Swapped -= Swapped;
        }

        Assert.Equal(changing.Before, HotSwap.GetStatus().Current);
        changing.During(null);
        Assert.Equal("v1 1+21, 1", changing.Run());
    }

    private static string Call(ChangingCase changing, string method) => (string)changing.Live.Assembly.GetType("Test")!.GetMethod(method)!.Invoke(null, null)!;
}
