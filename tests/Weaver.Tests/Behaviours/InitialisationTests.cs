using HotWeave.Weaver.Tests.CodeChanges;
using Xunit;

namespace HotWeave.Weaver.Tests.Behaviours;

/// <summary>What Erlang's suites ask of <c>-on_load</c>, asked of hooks before a swap. The numbers are those of docs/erlang.md.</summary>
[Collection("swaps")]
public class InitialisationTests
{
    private const string Source = """
        [Swappable]
        public static class Test
        {
            public static Action? During;
            public static string? Veto;
            public static string Asked = "";
        #if V2
            public static void Run(TextWriter output) { output.Write("2" + Other.Name(new string[] { "of ", "two" })); }
            public static string Who(string text) { return text + " is answered by version 2" + text.Length; }
        #else
            public static void Run(TextWriter output) { output.Write("1" + Other.Name(new string[] { "of ", "one" })); }
            public static string Who(string text) { return text + " is answered by version 1" + text.Length; }
        #endif
        }
        [Swappable]
        public static class Other
        {
        #if V2
            public static string Name(string[] parts) { return " 2 " + string.Join(", ", parts); }
        #else
            public static string Name(string[] parts) { return " 1 " + string.Join(", ", parts); }
        #endif
        }
        #if V2
        internal static class First
        {
            [BeforeSwap] private static void Initialise() { Test.Asked = Test.Who("hook"); Test.During?.Invoke(); }
        }
        internal static class Second
        {
            [BeforeSwap] private static void Initialise(SwapHookContext context) { if (Test.Veto is { } why) context.Veto(why); }
        }
        #endif
        """;

    private const string One = "1 1 of , one";
    private const string Two = "2 2 of , two";

    [Fact]
    public async Task Behaviour_13_and_14_callers_never_meet_code_whose_initialisation_runs_and_all_see_it_after()
    {
        using var changing = new ChangingCase(Source);
        var reached = new TaskCompletionSource();
        using var go = new ManualResetEventSlim();
        changing.During(() =>
        {
            reached.SetResult();
            go.Wait();
        });
        var patch = changing.Patch(2);
        var swap = Task.Run(() => HotSwap.ApplyAsync(patch, changing.Options));
        await reached.Task;
        try
        {
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 150).Select(_ => Task.Run(changing.Run))), static said => Assert.Equal(One, said));
        }
        finally
        {
            go.Set();
        }

        await swap;
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 150).Select(_ => Task.Run(changing.Run))), static said => Assert.Equal(Two, said));
        await changing.BackAsync();
    }

    [Fact]
    public async Task Behaviour_18_initialisation_that_calls_its_own_type_is_answered_by_the_version_that_is_current()
    {
        using var changing = new ChangingCase(Source);
        await changing.ApplyAsync(2);
        Assert.Equal("hook is answered by version 14", changing.Live.Assembly.GetType("Test")!.GetField("Asked")!.GetValue(null));
        Assert.Equal(Two, changing.Run());
        await changing.BackAsync();
    }

    [Fact]
    public async Task Behaviour_25_one_initialisation_of_several_that_refuses_refuses_all_types_of_the_patch()
    {
        using var changing = new ChangingCase(Source);
        var veto = changing.Live.Assembly.GetType("Test")!.GetField("Veto")!;
        veto.SetValue(null, "not yet");
        await changing.RefusedAsync("HW6507", 2);
        Assert.Equal(One, changing.Run());
        veto.SetValue(null, null);
        await changing.ApplyAsync(2);
        Assert.Equal(Two, changing.Run());
        await changing.BackAsync();
    }
}
