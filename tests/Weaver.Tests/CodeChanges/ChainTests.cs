using Xunit;

namespace HotWeave.Weaver.Tests.CodeChanges;

/// <summary>States that change several times, up and down, one by one and at once.</summary>
[Collection("swaps")]
public class ChainTests
{
    private const string Item = """
        [Swappable(Track = true)]
        public class Item
        {
        #if V3
            private decimal euros;
            public string Show() => "v3 " + euros.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
            [CodeChange] private void One(CodeChangeContext change)
            {
                Test.Log.Add(change.Direction + " " + change.From + "-" + change.To);
                if (change.IsUp) change.Set("cents", change.Get<int>("euros") * 100L); else change.Set("euros", (int)(change.Get<long>("cents") / 100));
            }
            [CodeChange(From = 1, To = 2)] private void Two(CodeChangeContext change)
            {
                Test.Log.Add(change.Direction + " " + change.From + "-" + change.To);
                if (change.IsUp) euros = change.Get<long>("cents") / 100m; else change.Set("cents", (long)(euros * 100));
            }
        #elif V4
            private double euros;
            public string Show() => "v4 " + euros;
            [CodeChange(From = 0, To = 2)] private void Two(CodeChangeContext change) { if (change.IsUp) euros = change.Get<int>("euros"); }
        #elif V2
            private long cents;
            public string Show() => "v2 " + cents++;
            [CodeChange] private void One(CodeChangeContext change)
            {
                Test.Log.Add("own " + change.Direction);
                if (change.IsUp) cents = change.Get<int>("euros") * 100L; else change.Set("euros", (int)(cents / 100));
            }
        #else
            private int euros = 7;
            public string Show() => "v1 " + euros + ToString()!.Length;
        #endif
        }
        public static class Test
        {
            public static readonly List<string> Log = new();
            private static readonly Item item = new Item();
            public static void Run(TextWriter output) { output.Write(item.Show() + "; " + string.Join(", ", Log)); Log.Clear(); }
        }
        """;

    [Fact]
    public async Task Behaviour_40_and_52_chains_and_skips_run_the_steps_between_up_and_down()
    {
        using var changing = new ChangingCase(Item);
        Assert.Equal("v1 74; ", changing.Run());
        await changing.ApplyAsync(2);
        var second = HotSwap.GetStatus().Current;
        Assert.Equal("v2 700; own Up", changing.Run());
        await changing.ApplyAsync(3);
        Assert.Equal("v3 7.01; Up 1-2", changing.Run());
        await HotSwap.RollbackAsync(second);
        Assert.Equal("v2 701; Down 2-1", changing.Run());
        await HotSwap.RollbackAsync(changing.Before);
        Assert.Equal("v1 74; own Down", changing.Run());
        await changing.ApplyAsync(3);
        Assert.Equal("v3 7.00; Up 0-1, Up 1-2", changing.Run());
        await HotSwap.RollbackAsync(changing.Before);
        Assert.Equal("v1 74; Down 2-1, Down 1-0", changing.Run());
    }

    [Fact]
    public async Task Behaviour_53_without_a_way_between_two_states_nothing_runs_and_the_old_code_lives()
    {
        using var changing = new ChangingCase(Item);
        Assert.Equal("v1 74; ", changing.Run());
        await changing.ApplyAsync(2);
        Assert.Equal("v2 700; own Up", changing.Run());
        // Version 4 knows only how to come from the baseline.
        var e = await changing.RefusedAsync("HW6502", 4);
        Assert.Contains("there are: 0 to 2", e.Message, StringComparison.Ordinal);
        Assert.Equal("v2 701; ", changing.Run());
        await changing.BackAsync();
    }

    [Fact]
    public async Task Generic_classes_and_base_classes_have_hooks_of_their_own_and_an_object_that_nobody_keeps_is_not_kept()
    {
        using var changing = new ChangingCase("""
            [Swappable(Track = true)]
            public class Pair<T> where T : notnull
            {
            #if V2
                protected List<T> all = new();
                public virtual string Show() => "v2 " + string.Join("+", all);
                [CodeChange] private void Change(CodeChangeContext change)
                {
                    if (change.IsUp) { all.Add(change.Get<T>("first")); all.Add(change.Get<T>("second")); }
                    else { change.Set("first", all[1]); change.Set("second", all[0]); }
                }
                public Pair(T a, T b) { all.Add(a); all.Add(b); }
            #else
                protected T first, second;
                public Pair(T a, T b) { first = a; second = b; }
                public virtual string Show() => "v1 " + first + "+" + second;
            #endif
            }
            [Swappable]
            public class Named : Pair<string>
            {
            #if V2
                private readonly Dictionary<string, int> names = new();
                public Named(string name) : base(name, name) { names[name] = 0; }
                public override string Show() => base.Show() + " of " + string.Join("", names.Keys);
                [CodeChange] private void Deeper(CodeChangeContext change)
                {
                    if (change.IsUp) names[change.Get<string>("name") + all.Count] = 1; else change.Set("name", names.Keys.First() + "!");
                }
            #else
                private string name;
                public Named(string name) : base(name, name) { this.name = name; }
                public override string Show() => base.Show() + " of " + name;
            #endif
            }
            public static class Test
            {
                private static readonly Pair<int> numbers = new(1, 2);
                private static readonly Pair<string>[] texts = { new("a", "b"), new Named("n") };
                public static WeakReference Drop() => new(new Pair<long>(3, 4));
                public static void Run(TextWriter output) => output.Write(numbers.Show() + ", " + string.Join(", ", texts.Select(t => t.Show())));
            }
            """);
        var dropped = Drop(changing);
        Assert.Equal("v1 1+2, v1 a+b, v1 n+n of n", changing.Run());
        await changing.ApplyAsync(2);
        Assert.Equal("v2 1+2, v2 a+b, v2 n+n of n2", changing.Run());
        await HotSwap.RollbackAsync(changing.Before);
        Assert.Equal("v1 2+1, v1 b+a, v1 n+n of n2!", changing.Run());
        for (var i = 0; i < 10 && dropped.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(dropped.IsAlive);
    }

    [Fact]
    public async Task A_static_hook_names_objects_that_are_not_tracked_and_changes_static_fields()
    {
        using var changing = new ChangingCase("""
            [Swappable]
            public class Node
            {
            #if V2
                private string label = "new";
                [CodeChange] private void Change(CodeChangeContext change)
                {
                    if (change.IsUp) label = "n" + change.Get<int>("value"); else change.Set("value", int.Parse(label.Substring(1)));
                    change.Convert(Next);
                }
                public Node(int value) { label = "n" + value; }
                public string Show() => label + (Next is null ? "" : "-" + Next.Show());
            #else
                private int value;
                public Node(int value) { this.value = value; }
                public string Show() => value + (Next is null ? "" : "-" + Next.Show());
            #endif
                public Node? Next;
            }
            [Swappable]
            public static class Test
            {
                private static Node head = new Node(1) { Next = new Node(2) };
                private static int total = 5;
            #if V2
                [CodeChange] private static void Roots(CodeChangeContext change)
                {
                    total = change.Get<int>("total") + (change.IsUp ? 1 : -1);
                    change.Convert(head); change.Convert(head);
                }
                public static void Run(TextWriter output) { output.Write("v2 " + head.Show() + " " + total); head = new Node(9) { Next = head }; }
            #else
                public static void Run(TextWriter output) => output.Write("v1 " + head.Show() + " " + total);
            #endif
            }
            """);
        Assert.Equal("v1 1-2 5", changing.Run());
        await changing.ApplyAsync(2);
        Assert.Equal("v2 n1-n2 6", changing.Run());
        await HotSwap.RollbackAsync(changing.Before);
        Assert.Equal("v1 9-1-2 5", changing.Run());
    }

    [Fact]
    public async Task A_field_that_a_constructor_sets_is_computed_for_objects_that_exist()
    {
        using var changing = new ChangingCase("""
            [Swappable]
            public class Worker
            {
            #if V2
                private readonly string clock;
                private readonly int size;
                public Worker(string clock) { this.clock = clock; size = clock.Length; }
                [InitializeExisting(nameof(clock))] private static string Clock(IServiceProvider services) => (string)services.GetService(typeof(string))!;
                [InitializeExisting(nameof(size))] private int Size() => clock.Length * 10;
                public string Show() => "v2 " + clock + size;
            #else
                public Worker(string clock) { GC.KeepAlive(clock); }
                public string Show() => "v1 " + ToString();
            #endif
            }
            [Swappable]
            public static class Test
            {
                private static readonly Worker old = new Worker("");
                public static void Run(TextWriter output) => output.Write(old.Show() + " " + new Worker("xy").Show());
            }
            """);
        Assert.Equal("v1 Worker v1 Worker", changing.Run());
        var result = await changing.ApplyAsync(2);
        Assert.NotEqual(SwapMode.Quiescent, result.Mode);
        HotSwap.Services = null;
        Assert.Contains("HotSwap.Services is not set", changing.Run(), StringComparison.Ordinal);
        HotSwap.Services = new Clocks();
        Assert.Equal("v2 tick40 v2 xy2", changing.Run());
        Assert.Equal("v2 tick40 v2 xy2", changing.Run());
        HotSwap.Services = null;
        await changing.BackAsync();
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Drop(ChangingCase changing) =>
        (WeakReference)changing.Live.Assembly.GetType("Test")!.GetMethod("Drop")!.Invoke(null, null)!;

    private sealed class Clocks : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(string) ? "tick" : null;
    }
}
