using HotWeave.Weaver.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>New types that only a look through all types finds are named, unless a hook repeats the look.</summary>
public class ScannedTypeTests
{
    private const string Program = """
        using System; using System.Collections.Generic; using System.Linq; using HotWeave;
        public sealed class HandlesAttribute : Attribute { }
        public interface IHandler { string Handle(); }
        public abstract class Handler { }
        [Handles] public sealed class One : IHandler { public string Handle() => "1"; }
        public static class Handlers
        {
            public static readonly List<IHandler> All =
                typeof(Handlers).Assembly.LOOK().Where(t => typeof(IHandler).IsAssignableFrom(t) && !t.IsInterface).Select(t => (IHandler)Activator.CreateInstance(t)!).ToList();
            public static int Count() { CHANGED return All.Count; }
        }

        """;

    [Theory]
    [InlineData("[Handles] internal sealed class Two { }")]
    [InlineData("internal sealed class Two : IHandler { public string Handle() => \"2\"; }")]
    [InlineData("internal sealed class Two : Handler { public static Two Make() => new(); }")]
    public void HW3380_a_new_type_that_the_application_marks_is_named(string added)
    {
        foreach (var changed in new[] { "", "Console.Write(1);" })
        {
            var named = Assert.Single(Make("GetTypes", changed, added).Diagnostics, static d => d.Id == "HW3380");
            Assert.Contains("(1): Two.", named.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GetTypes", "internal sealed class Two { }")]
    [InlineData("GetTypes", "internal abstract class Two : IHandler { public abstract string Handle(); }")]
    [InlineData("GetTypes", "internal sealed class Two : IHandler { public string Handle() => \"2\"; } internal static class Maker { public static IHandler Make() => new Two(); }")]
    [InlineData("GetForwardedTypes", "[Handles] internal sealed class Two { }")]
    [InlineData("GetTypes", "[Handles] internal sealed class Two { } static class Hooks { [AfterSwap] static void Repeat(SwapHookContext context) { Console.Write(context.AddedTypes.Count); } }")]
    public void What_no_look_finds_or_code_makes_or_a_hook_sees_is_not(string look, string added) =>
        Assert.DoesNotContain(Make(look, "Console.Write(1);", added).Diagnostics, static d => d.Id == "HW3380");

    private static PatchResult Make(string look, string changed, string added)
    {
        var program = Program.Replace("LOOK", look, StringComparison.Ordinal);
        var before = program.Replace("CHANGED", "", StringComparison.Ordinal);
        var after = program.Replace("CHANGED", changed, StringComparison.Ordinal) + added;
        using var directory = new TestDirectory();
        var woven = Weaving.All(Compiler.CSharp(directory.Sub("1"), "Lib", before, Configuration.Release), directory.Sub("woven"));
        return PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = Compiler.CSharp(directory.Sub("2"), "Lib", after, Configuration.Release) });
    }
}
