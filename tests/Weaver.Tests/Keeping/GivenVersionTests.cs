using HotWeave.Weaver.Tests.CodeChanges;
using Xunit;

namespace HotWeave.Weaver.Tests.Keeping;

/// <summary>Code of other types that goes by the objects it is given, over several versions.</summary>
[Collection("swaps")]
public class GivenVersionTests
{
    // Version 2 and 3 keep the same, 4 keeps it elsewhere; 5 changes the reader only.
    private const string Plugs = """
        [Swappable]
        public class Plug(string given, int volts)
        {
            public string Given() => given + "!" + GetHashCode() * 0;
        #if V1 || V5
            private readonly int more = volts - volts;
            public int More() => more + GetHashCode() * 0;
        #elif V2 || V3
            internal int Volts => volts;
        #else
            private readonly int power = volts;
            internal int Power => power;
        #endif
        }
        [Swappable]
        public class Reader
        {
        #if V1
            public string Show(Plug plug) => "v1 " + plug.Given();
        #elif V2
            public string Show(Plug plug) => "v2 " + plug.Given() + plug.Volts;
        #elif V3
            public string Show(Plug plug) => "v3 " + plug.Given() + plug.Volts;
        #elif V4
            public string Show(Plug plug) => "v4 " + plug.Given() + plug.Power;
        #else
            public string Show(Plug plug) => "v5 " + plug.Given();
        #endif
        }
        [Swappable]
        public static class Test
        {
            private static readonly List<Plug> made = new();
            private static readonly Reader reader = new();
            public static void Run(TextWriter output)
            {
                made.Add(new Plug("p" + made.Count, 5));
                output.Write(string.Join(", ", made.Select(m => reader.Show(m))));
            }
        }
        """;

    [Fact]
    public async Task A_later_version_that_fills_the_same_fields_goes_on_with_its_objects()
    {
        using var changing = new ChangingCase(Plugs);
        Assert.Equal("v1 p0!0", changing.Run());
        await changing.ApplyAsync(2);
        Assert.Equal("v1 p0!0, v2 p1!05", changing.Run());
        await changing.ApplyAsync(3);
        Assert.Equal("v1 p0!0, v3 p1!05, v3 p2!05", changing.Run());
        await changing.BackAsync();
        Assert.Equal("v1 p0!0, v1 p1!0, v1 p2!0, v1 p3!0", changing.Run());
    }

    [Fact]
    public async Task Calls_have_the_code_of_the_version_that_made_or_found_the_object()
    {
        using var changing = new ChangingCase(Plugs);
        changing.Run();
        await changing.ApplyAsync(5);
        Assert.Equal("v5 p0!0, v5 p1!0", changing.Run());
        var second = (await changing.ApplyAsync(2)).To;
        Assert.Equal("v5 p0!0, v5 p1!0, v2 p2!05", changing.Run());
        await changing.ApplyAsync(3);
        Assert.Equal("v5 p0!0, v5 p1!0, v3 p2!05, v3 p3!05", changing.Run());
        await HotSwap.RollbackAsync(second);
        await changing.ApplyAsync(4);
        Assert.Equal("v5 p0!0, v5 p1!0, v2 p2!05, v2 p3!05, v4 p4!05", changing.Run());
        await HotSwap.RollbackAsync(second);
        Assert.Equal("v5 p0!0, v5 p1!0, v2 p2!05, v2 p3!05, v5 p4!0, v2 p5!05", changing.Run());
        await changing.BackAsync();
        Assert.StartsWith("v1 p0!0, v1 p1!0, v1 p2!0", changing.Run(), StringComparison.Ordinal);
    }
}
