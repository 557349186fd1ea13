using System.Runtime.CompilerServices;

namespace Duel;

/// <summary>A game that nobody built for swapping. Its mod weaves it when the player types <c>weave</c> and the copy's folder.</summary>
public static class Program
{
    private static readonly Fight s_fight = new();

    public static void Main()
    {
        Mod.Load();
        Console.WriteLine($"ready pid={Environment.ProcessId}");
        while (Console.ReadLine() is { } line)
            Console.WriteLine(line.StartsWith("weave ", StringComparison.Ordinal) ? Mod.Weave(line["weave ".Length..]) : Play());
        Console.WriteLine("done");
    }

    // What is on the stack while the mod weaves calls nothing that is woven: such a method might have it inlined.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Play() => s_fight.Hit();
}
