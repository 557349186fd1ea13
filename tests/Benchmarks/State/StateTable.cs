using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Measuring;

namespace HotWeave.Benchmarks.State;

/// <summary>What code change costs while nothing is changed: listing objects as they are made, and looking whether one must be converted first.</summary>
internal static class StateTable
{
    private const int Passes = 20_000;

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort)
    {
        using var scratch = new ScratchDirectory();
        var live = LiveCase.Patched(scratch, "StateCosts");
        var table = new Table("Code change", "what", "/ plain", "plain, ns", "more, ns");
        live.AddRow(table, "construction of an object of a class with `Track`", "MakePlain", "MakeTracked", Passes, isShort);
        live.AddRow(table, "read of a field of a class that is converted at the first touch", "ReadPlain", "ReadLazy", Passes, isShort);
        live.AddRow(table, "a method that reads such a field four times", "ReadFourPlain", "ReadFourLazy", Passes, isShort);
        table.Print();
    }
}
