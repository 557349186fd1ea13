using System.Runtime.CompilerServices;
using HotWeave;
using Parts;

namespace Plant;

/// <summary>A program that carries Harmony: it answers what it is asked, and weaves the assembly with its parts when it is told to.</summary>
public static class Program
{
    public static void Main()
    {
        Mod.Load();
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line)
            Console.WriteLine(line.IndexOf(' ') is > 0 and var space ? Command(line[..space], line[(space + 1)..]) : Answer(line));
    }

    // No method on the stack of who weaves calls what is woven.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Command(string verb, string argument)
    {
        try
        {
            return verb switch
            {
                "weave" => Describe(GhostWeaving.UseHarmony(argument)),
                "weave-busy" => Describe(GhostWeaving.UseHarmony(argument, new HarmonyWeavingOptions { IsQuiet = () => false })),
                "weave-getting-busy" => Describe(GhostWeaving.UseHarmony(argument, new HarmonyWeavingOptions { IsQuiet = new Quiet(1).Is, AcceptInlined = true })),
                "weave-quiet" => Describe(GhostWeaving.UseHarmony(argument, new HarmonyWeavingOptions { IsQuiet = () => true })),
                "weave-inlined" => Describe(GhostWeaving.UseHarmony(argument, new HarmonyWeavingOptions { IsQuiet = () => true, AcceptInlined = true })),
                "weave-from-caller" => Inner.Weave(argument),
                "apply" => HotSwap.ApplyAsync(argument).GetAwaiter().GetResult().To.ToString(),
                "mod" => Mod.Do(argument),
                _ => "?",
            };
        }
        catch (SwapException e)
        {
            return e.Message;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Answer(string line) => line switch
    {
        "facts" => Facts.Collect(),
        "small" => $"{Small.Number()} {Small.Ask()} {Small.AskFor<string>()}",
        "hot" => Hot(),
        "greet" => Modded.Greet("you"),
        "status" => string.Join(";", HotSwap.GetStatus().Assemblies.Select(static a => $"{a.Name} {a.Settings} {a.SwappableTypes > 0}")),
        "back" => HotSwap.RollbackAsync().GetAwaiter().GetResult().To.ToString(),
        _ => "?",
    };

    // Long enough for the JIT to have optimised what it calls.
    private static string Hot()
    {
        var sum = 0;
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 10_000; i++)
                sum += Small.Ask() + Small.AskFor<string>();
            Thread.Sleep(20);
        }

        return sum > 0 ? "hot" : "?";
    }

    private static string Describe(HarmonyWeavingResult result) =>
        $"{string.Join(",", result.Assemblies)} {result.Methods > 20} {result.Recompiled > 0} [{string.Join(", ", result.KeepInlined)}]";

    private sealed class Quiet(int times)
    {
        private int _left = times;

        public bool Is() => _left-- > 0;
    }

    private static class Inner
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static string Weave(string folder)
        {
            var before = Small.Number();
            return Describe(GhostWeaving.UseHarmony(folder, new HarmonyWeavingOptions { IsQuiet = () => before > 0 }));
        }
    }
}
