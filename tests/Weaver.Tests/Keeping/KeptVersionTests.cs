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
    public async Task Objects_do_not_silently_lose_the_code_that_a_version_gave_them()
    {
        using var changing = new ChangingCase(Plugs);
        changing.Run();
        await changing.ApplyAsync(5);
        Assert.Equal("v5 p0String, v5 p1String", changing.Run());
        await changing.RefusedAsync("HW6510", 2);
        Assert.Equal("v5 p0String, v5 p1String, v5 p2String", changing.Run());
        await changing.ApplyAsync(2, new SwapOptions { AcceptState = true });
        Assert.Equal("v1 p0String, v1 p1String, v1 p2String, v2 p35String", changing.Run());
        await changing.RefusedAsync("HW6510", 4);
        await changing.BackAsync();
        await changing.ApplyAsync(4);
        Assert.EndsWith("v4 p45String", changing.Run(), StringComparison.Ordinal);
        await changing.BackAsync();
    }
}
