using Xunit;

namespace HotWeave.Weaver.Tests.CodeChanges;

/// <summary>Hooks find the methods that a patch adds to deployed types by their attributes, call them and make delegates of them.</summary>
[Collection("swaps")]
public class AddedMemberTests
{
    // A table of packets' handlers, as start-up code fills it.
    private const string Packets = """
        [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)] public sealed class PacketAttribute(int id) : Attribute { public int Id => id; }
        [Swappable] public class Handlers(int start)
        {
            private int count = start;
            [Packet(1)] public string Say(string text) => text + count++;
        #if V2
            [Packet(2)] private string Shout(string text) => Loud(text) + count++;
            [Packet(3), Packet(30)] internal static string Whisper(string text) => text.ToLowerInvariant();
            private static string Loud(string text) => text.ToUpperInvariant();
            [Packet(9)] public T Same<T>(T value) => value;
        #elif V3
            [Packet(2)] private string Shout(string text) => "!" + text + count++;
            [Packet(3), Packet(30)] internal static string Whisper(string text) => text.ToLowerInvariant();
            [Packet(4)] public virtual string Sing(string text, int times = 2) => string.Concat(Enumerable.Repeat(text, times));
        #endif
        }
        [Swappable] public static class Test
        {
            public static readonly Handlers Living = new(5);
            public static readonly SortedDictionary<int, Func<string, string>> Table = new(typeof(Handlers).GetMethods()
                .SelectMany(m => m.GetCustomAttributes(typeof(PacketAttribute), false).Select(a => (m, (PacketAttribute)a)))
                .ToDictionary(m => m.Item2.Id, m => m.m.CreateDelegate<Func<string, string>>(Living)));
            public static string Said = "";
            public static void Run(TextWriter output) { output.Write(string.Join(" ", Table.Select(t => t.Key + "=" + t.Value("Aa"))) + Said); Said = ""; }
        #if V2 || V3
            public static readonly int New = 1;
        #endif
        }
        #if V2 || V3
        internal static class Scanner
        {
            [AfterSwap] private static void Add(SwapHookContext swap)
            {
                foreach (var (member, packet) in swap.FindAdded<PacketAttribute>(typeof(Handlers)))
                {
                    Test.Said += $" {member.Name}{(member.IsStatic ? "*" : "")}";
                    Test.Table[packet.Id] = member.Method.GetParameters().Length == 3
                        ? text => (string)member.Invoke(Test.Living, text, 3)!
                        : member.CreateDelegate<Func<string, string>>(member.IsStatic ? null : Test.Living);
                }
                Test.Said += " of " + string.Join(",", swap.AddedMembers.Select(m => m.Name).Order());
            }
            [BeforeRollback] private static void Remove(SwapHookContext swap)
            {
                foreach (var (_, packet) in swap.FindAdded<PacketAttribute>()) Test.Table.Remove(packet.Id);
            }
        }
        #endif
        """;

    [Fact]
    public async Task A_hook_adds_what_it_finds_by_attribute_to_a_table_and_takes_it_back()
    {
        using var changing = new ChangingCase(Packets);
        Assert.Equal("1=Aa5", changing.Run());
        await changing.ApplyAsync(2);
        // With private helpers of theirs; generic methods are none that a delegate could be made of.
        Assert.Equal("1=Aa6 2=AA7 3=aa 30=aa Shout Whisper* Whisper* of Loud,Shout,Whisper", changing.Run());
        await HotSwap.RollbackAsync(changing.Before);
        Assert.Equal("1=Aa8", changing.Run());
        await changing.ApplyAsync(2);
        Assert.Equal("1=Aa9 2=AA10 3=aa 30=aa Shout Whisper* Whisper* of Loud,Shout,Whisper", changing.Run());
        await HotSwap.RollbackAsync(changing.Before);
    }

    [Fact]
    public async Task A_delegate_of_an_added_method_goes_on_with_later_patches_and_back()
    {
        using var changing = new ChangingCase(Packets);
        var second = await changing.ApplyAsync(2);
        changing.Run();
        // The hook of the third version is told of what the second has not.
        await changing.ApplyAsync(3);
        Assert.Equal("1=Aa7 2=!Aa8 3=aa 4=AaAaAa 30=aa Sing of Sing", changing.Run());
        await HotSwap.RollbackAsync(second.To);
        Assert.Equal("1=Aa9 2=AA10 3=aa 30=aa", changing.Run());
        await HotSwap.RollbackAsync(changing.Before);
    }

    [Fact]
    public async Task A_unit_that_goes_on_with_its_version_gets_that_versions_body()
    {
        using var changing = new ChangingCase(Packets);
        var second = await changing.ApplyAsync(2);
        changing.Run();
        using (UnitOfWork.EnterRoot("old"))
        {
            await changing.ApplyAsync(3, new SwapOptions { Mode = SwapMode.UnitOfWork });
            Assert.Contains(" 2=AA", changing.Run(), StringComparison.Ordinal);
        }

        Assert.Contains(" 2=!Aa", changing.Run(), StringComparison.Ordinal);
        await HotSwap.RollbackAsync(second.To);
        await HotSwap.RollbackAsync(changing.Before);
    }

    // Nobody asks here, and what looks for the attribute has looked.
    [Fact]
    public void A_private_method_with_an_attribute_of_the_applications_own_is_named()
    {
        using var changing = new ChangingCase("""
            public sealed class PacketAttribute(int id) : Attribute { public int Id => id; }
            [Swappable] public class Test
            {
                public static void Run(TextWriter output) => output.Write(typeof(Test).GetMethods((System.Reflection.BindingFlags)(-1)).Length);
            #if V2
                [Packet(2)] private string Shout(string text) => text;
                private string Help(string text) => text;
            #endif
            }
            """);
        Assert.Equal("HW3203", Assert.Single(changing.Make(2).Diagnostics, static d => d.Message.Contains("Shout", StringComparison.Ordinal)).Id);
        Assert.DoesNotContain(changing.Make(2).Diagnostics, static d => d.Message.Contains("Help", StringComparison.Ordinal));
    }
}
