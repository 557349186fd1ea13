using HotWeave.Weaver.Tests.CodeChanges;
using Xunit;

namespace HotWeave.Weaver.Tests.Keeping;

/// <summary>Objects that keep the code they were made with, over several versions.</summary>
[Collection("swaps")]
public class KeptVersionTests
{
    // Version 1 does not keep what 2 and 3 do; 4 keeps it elsewhere; 5 changes nothing about it.
    private const string Plugs = """
        [Swappable]
        public class Plug<T>(T given, int volts)
        {
        #if V1
            public string Show() => "v1 " + given + typeof(T).Name;
            private readonly int more = volts - volts;
            public int More() => more + GetHashCode() * 0;
        #elif V2
            public string Show() => "v2 " + given + volts + typeof(T).Name;
        #elif V3
            public string Show() => "v3 " + given + volts + typeof(T).Name;
        #elif V4
            private readonly int power = volts;
            public string Show() => "v4 " + given + power + typeof(T).Name;
        #else
            public string Show() => "v5 " + given + typeof(T).Name;
            private readonly int more = volts - volts;
            public int More() => more + GetHashCode() * 0;
        #endif
        }
        [Swappable]
        public static class Test
        {
            private static readonly List<Plug<string>> made = new();
            public static void Run(TextWriter output)
            {
                made.Add(new Plug<string>("p" + made.Count, 5));
                output.Write(string.Join(", ", made.Select(m => m.Show())));
            }
        }
        """;

    [Fact]
    public async Task A_later_version_that_fills_the_same_fields_goes_on_with_its_objects()
    {
        using var changing = new ChangingCase(Plugs);
        Assert.Equal("v1 p0String", changing.Run());
        await changing.ApplyAsync(2);
        Assert.Equal("v1 p0String, v2 p15String", changing.Run());
        await changing.ApplyAsync(3);
        Assert.Equal("v1 p0String, v3 p15String, v3 p25String", changing.Run());
        await changing.BackAsync();
        Assert.Equal("v1 p0String, v1 p1String, v1 p2String, v1 p3String", changing.Run());
        await changing.ApplyAsync(3);
        Assert.Equal("v1 p0String, v3 p15String, v3 p25String, v1 p3String, v3 p45String", changing.Run());
        await changing.BackAsync();
    }

    [Fact]
    public async Task Objects_keep_the_code_of_each_version_that_made_them_or_found_them()
    {
        using var changing = new ChangingCase(Plugs);
        changing.Run();
        await changing.ApplyAsync(5);
        Assert.Equal("v5 p0String, v5 p1String", changing.Run());
        var second = (await changing.ApplyAsync(2)).To;
        Assert.Equal("v5 p0String, v5 p1String, v2 p25String", changing.Run());
        // The same fields: what version 2 has for others, 3 has too.
        await changing.ApplyAsync(3);
        Assert.Equal("v5 p0String, v5 p1String, v3 p25String, v3 p35String", changing.Run());
        await HotSwap.RollbackAsync(second);
        await changing.ApplyAsync(4);
        Assert.Equal("v5 p0String, v5 p1String, v2 p25String, v2 p35String, v4 p45String", changing.Run());
        // On the way back what a later version made has what the earlier one has for all that it did not make.
        await HotSwap.RollbackAsync(second);
        Assert.Equal("v5 p0String, v5 p1String, v2 p25String, v2 p35String, v5 p4String, v2 p55String", changing.Run());
        await changing.BackAsync();
        Assert.StartsWith("v1 p0String, v1 p1String, v1 p2String", changing.Run(), StringComparison.Ordinal);
        // Version 5 is not what the objects have now.
        await changing.ApplyAsync(2);
        Assert.StartsWith("v1 p0String, v1 p1String, v2 p25String", changing.Run(), StringComparison.Ordinal);
        await changing.BackAsync();
    }

    [Fact]
    public async Task What_is_called_without_asking_a_version_is_in_the_way()
    {
        using var changing = new ChangingCase(Plugs.Replace("#if V1", """
            public int Number = 1;
        #if V1 || V2 || V4
            public int Count => Number;
        #else
            public int Count => Number + 1;
        #endif
        #if V1
        """, StringComparison.Ordinal).Replace("m => m.Show()", "m => m.Show() + m.Count", StringComparison.Ordinal));
        Assert.Equal("v1 p0String1", changing.Run());
        await changing.ApplyAsync(5);
        Assert.Equal("v5 p0String2, v5 p1String2", changing.Run());
        await changing.RefusedAsync("HW6510", 2);
        Assert.Equal("v5 p0String2, v5 p1String2, v5 p2String2", changing.Run());
        await changing.ApplyAsync(2, new SwapOptions { AcceptState = true });
        Assert.Equal("v1 p0String1, v1 p1String1, v1 p2String1, v2 p35String1", changing.Run());
        await changing.BackAsync();
    }

    [Fact]
    public async Task A_unit_that_runs_a_version_keeps_what_it_has_for_objects()
    {
        using var changing = new ChangingCase(Plugs);
        changing.Run();
        await changing.ApplyAsync(5);
        await changing.ApplyAsync(2);
        var (held, ended) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var unit = Task.Run(async () =>
        {
            using var handle = UnitOfWork.Enter("held");
            held.SetResult();
            await ended.Task;
            return changing.Run();
        });
        await held.Task;
        await HotSwap.RollbackAsync(changing.Before, new SwapOptions { AcceptState = true, SharedState = true, Mode = SwapMode.UnitOfWork });
        // Objects have the deployed code now, and the unit has version 5's for them.
        await changing.RefusedAsync("HW6510", 2);
        ended.SetResult();
        Assert.Equal("v5 p0String, v2 p15String", await unit);
        await changing.ApplyAsync(2);
        Assert.Equal("v1 p0String, v2 p15String, v2 p25String", changing.Run());
        await changing.BackAsync();
    }

    [Fact]
    public async Task A_version_whose_changes_are_all_called_without_asking_takes_no_code_from_objects()
    {
        using var changing = new ChangingCase("""
            [Swappable]
            public class Lamp(int volts)
            {
            #if V1
                private readonly int none = volts - volts;
                public int Light() => none;
            #else
                private readonly int none = volts - volts;
                private readonly int power = volts * 2;
                public int Light() => power;
            #endif
            }
            [Swappable]
            public static class Test
            {
                private static readonly List<Lamp> made = new();
                public static void Run(TextWriter output)
                {
                    made.Add(new Lamp(5));
                    output.Write(string.Join(", ", made.Select(m => m.Light())));
                }
            }
            """);
        Assert.Equal("0", changing.Run());
        await changing.ApplyAsync(2);
        Assert.Equal("0, 10", changing.Run());
        await changing.BackAsync();
        await changing.ApplyAsync(2, new SwapOptions { AcceptState = true });
        Assert.Equal("0, 10, 10", changing.Run());
        await changing.BackAsync();
    }
}
