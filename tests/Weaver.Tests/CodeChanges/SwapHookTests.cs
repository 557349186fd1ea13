using Xunit;

namespace HotWeave.Weaver.Tests.CodeChanges;

/// <summary>Hooks round a swap: who is called when, who may refuse, who is called only if its partner was.</summary>
[Collection("swaps")]
public class SwapHookTests
{
    private const string Hooks = """
        [Swappable]
        public static class Test
        {
            public static Action? During;
            public static string? Veto;
            public static readonly List<string> Log = new();
        #if V2
            public static void Run(TextWriter output) { output.Write("v2 " + string.Join(", ", Log)); Log.Clear(); }
        #elif V3
            public static void Run(TextWriter output) { output.Write("v3 " + string.Join(", ", Log)); Log.Clear(); }
        #else
            public static void Run(TextWriter output) { output.Write("v1 " + string.Join(", ", Log)); Log.Clear(); }
        #endif
        }
        #if V2
        internal static class Pipe
        {
            [BeforeSwap] private static async System.Threading.Tasks.Task Open(SwapHookContext context)
            {
                await System.Threading.Tasks.Task.Yield();
                Test.Log.Add($"open {context.To.Value - context.From.Value > 0}");
                if (Test.Veto is { } why) context.Veto(why);
            }
            [AfterRollback] private static void Close() => Test.Log.Add("close");
            [AfterSwap] private static void Start() { Test.During?.Invoke(); Test.Log.Add("start"); }
            [BeforeRollback] private static void Stop(SwapHookContext context) => Test.Log.Add("stop");
        }
        internal static class Other
        {
            [BeforeSwap] private static void Second() { Test.Log.Add("second"); Test.During?.Invoke(); }
            [AfterRollback] private static void Undo() => Test.Log.Add("undo");
        }
        #endif
        """;

    [Fact]
    public async Task Behaviour_60_hooks_run_round_a_swap_and_their_partners_round_its_rollback_in_reverse()
    {
        using var changing = new ChangingCase(Hooks);
        var result = await changing.ApplyAsync(2);
        Assert.Empty(result.Warnings);
        Assert.Equal("v2 open True, second, start", changing.Run());
        await HotSwap.RollbackAsync(changing.Before);
        Assert.Equal("v1 stop, undo, close", changing.Run());
        // Again: what was undone runs again.
        await changing.ApplyAsync(2);
        Assert.Equal("v2 open True, second, start", changing.Run());
        await HotSwap.RollbackAsync(changing.Before);
        Assert.Equal("v1 stop, undo, close", changing.Run());
    }

    [Fact]
    public async Task Behaviour_15_and_60_a_hook_before_the_swap_may_veto_and_only_partners_of_what_ran_are_called()
    {
        using var changing = new ChangingCase(Hooks);
        Set(changing, "not now");
        var e = await changing.RefusedAsync("HW6507", 2);
        Assert.Contains("Pipe.Open(SwapHookContext) refuses the swap: not now", e.Message, StringComparison.Ordinal);
        // Open vetoed, so it did not run to its end, and nothing of it is to be undone.
        Assert.Equal("v1 open True", changing.Run());
        Assert.Equal(changing.Before, HotSwap.GetStatus().Current);
        Set(changing, null);
    }

    [Fact]
    public async Task Behaviour_16_and_17_a_hook_that_throws_before_the_swap_undoes_what_ran_and_a_later_swap_succeeds()
    {
        using var changing = new ChangingCase(Hooks);
        changing.During(() => throw new NotSupportedException("second"));
        var e = await changing.RefusedAsync("HW6508", 2);
        Assert.IsType<NotSupportedException>(e.InnerException);
        Assert.Equal("v1 open True, second, close", changing.Run());
        changing.During(null);
        await changing.ApplyAsync(3);
        Assert.Equal("v3 ", changing.Run());
        await changing.BackAsync();
    }

    [Fact]
    public async Task Behaviour_60_an_un_hook_whose_partner_failed_is_not_called_and_a_hook_after_the_swap_cannot_refuse()
    {
        using var changing = new ChangingCase(Hooks.Replace("Test.Log.Add(\"second\"); Test.During?.Invoke();", "Test.Log.Add(\"second\");", StringComparison.Ordinal));
        changing.During(() => throw new NotSupportedException("no start"));
        var result = await changing.ApplyAsync(2);
        Assert.Contains(result.Warnings, static w => w.StartsWith("HW6521", StringComparison.Ordinal) && w.Contains("Pipe.Start()", StringComparison.Ordinal));
        Assert.Equal("v2 open True, second", changing.Run());
        changing.During(null);
        await HotSwap.RollbackAsync(changing.Before);
        Assert.Equal("v1 undo, close", changing.Run());
    }

    [Fact]
    public async Task A_swap_that_is_undone_after_its_hooks_ran_takes_them_back_and_a_rollback_that_is_undone_too()
    {
        using var changing = new ChangingCase(Hooks);
        var quiescent = new SwapOptions { Mode = SwapMode.Quiescent, Timeout = TimeSpan.FromMilliseconds(20) };
        using (await UnitOfWork.EnterAsync("holds"))
        {
            await changing.RefusedAsync("HW6208", 2, quiescent);
            Assert.Equal("v1 open True, second, undo, close", changing.Run());
        }

        await changing.ApplyAsync(2);
        Assert.Equal("v2 open True, second, start", changing.Run());
        using (await UnitOfWork.EnterAsync("holds"))
        {
            var e = await Assert.ThrowsAsync<SwapException>(() => HotSwap.RollbackAsync(changing.Before, quiescent));
            Assert.Equal("HW6208", e.Code);
            Assert.Equal("v2 stop, start", changing.Run());
        }

        await changing.BackAsync();
        Assert.Equal("v1 stop, undo, close", changing.Run());
    }

    [Fact]
    public async Task A_check_asks_the_hooks_that_may_veto_and_takes_them_back()
    {
        using var changing = new ChangingCase(Hooks);
        await HotSwap.CheckAsync(changing.Patch(2), changing.Options);
        Assert.Equal("v1 open True, second, undo, close", changing.Run());
        Set(changing, "never");
        var e = await Assert.ThrowsAsync<SwapException>(() => HotSwap.CheckAsync(changing.Patch(2), changing.Options));
        Assert.Equal("HW6507", e.Code);
        Set(changing, null);
    }

    private static void Set(ChangingCase changing, string? veto) => changing.Live.Assembly.GetType("Test")!.GetField("Veto")!.SetValue(null, veto);

    private const string Scan = """
        [AttributeUsage(AttributeTargets.Class)]
        public sealed class HandlesAttribute(string message) : Attribute { public string Message { get; } = message; }
        public interface IHandler { string Handle(); }
        [Handles("one")] internal sealed class One : IHandler { public string Handle() => "1"; }
        [Swappable]
        public static class Test
        {
            public static string Seen = "";
            // As start-up code does: what carries the attribute, once.
            private static readonly Dictionary<string, IHandler> Handlers =
                typeof(Test).Assembly.GetTypes().Where(t => t.IsDefined(typeof(HandlesAttribute), false)).ToDictionary(Name, Make);
            public static string Name(Type type) => ((HandlesAttribute)type.GetCustomAttributes(typeof(HandlesAttribute), false)[0]).Message;
            public static IHandler Make(Type type) => (IHandler)Activator.CreateInstance(type)!;
            public static void Add(Type type) => Handlers.Add(Name(type), Make(type));
            public static void Remove(Type type) => Handlers.Remove(Name(type));
        #if V2
            public static void Run(TextWriter output) => output.Write("v2 " + string.Join(", ", Handlers.Select(h => h.Key + h.Value.Handle())) + Seen);
        #else
            public static void Run(TextWriter output) => output.Write("v1 " + string.Join(", ", Handlers.Select(h => h.Key + h.Value.Handle())) + Seen);
        #endif
        }
        #if V2 || V3
        [Handles("two")] internal sealed class Two : IHandler { public string Handle() => string.Concat(Enumerable.Range(2, 1).Select(n => n.ToString())); }
        #endif
        #if V2
        internal static class Scanner
        {
            [AfterSwap] private static void Repeat(SwapHookContext context)
            {
                foreach (var type in context.AddedTypes.Where(t => t.IsDefined(typeof(HandlesAttribute), false))) Test.Add(type);
                Test.Seen = " up " + Names(context);
            }
            [AfterRollback] private static void TakeBack(SwapHookContext context)
            {
                foreach (var type in context.AddedTypes.Where(t => t.IsDefined(typeof(HandlesAttribute), false))) Test.Remove(type);
                Test.Seen = " down " + Names(context);
            }
            private static string Names(SwapHookContext context) =>
                string.Join(" ", context.AddedTypes.Select(t => t.Name).Order()) + " changed " + string.Join(" ", context.ChangedTypes.Select(t => t.Name).Order());
        }
        #endif
        """;

    [Fact]
    public async Task A_hook_repeats_for_added_types_what_a_scan_did_at_the_start_and_takes_it_back()
    {
        using var changing = new ChangingCase(Scan);
        Assert.Equal("v1 one1", changing.Run());
        await changing.ApplyAsync(2);
        Assert.Equal("v2 one1, two2 up Scanner Two changed Test", changing.Run());
        await HotSwap.RollbackAsync(changing.Before);
        Assert.Equal("v1 one1 down Scanner Two changed Test", changing.Run());
        await changing.ApplyAsync(2);
        Assert.Equal("v2 one1, two2 up Scanner Two changed Test", changing.Run());
        await HotSwap.RollbackAsync(changing.Before);
    }
}
