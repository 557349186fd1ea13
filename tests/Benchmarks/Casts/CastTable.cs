using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Measuring;

namespace HotWeave.Benchmarks.Casts;

/// <summary>Casts of objects of classes marked <c>[Swappable(Interfaces = true)]</c>, beside the same casts of other objects, or of the same to an interface that they were built with.</summary>
internal static class CastTable
{
    private const int Passes = 20_000;

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort)
    {
        using var scratch = new ScratchDirectory();
        var live = LiveCase.Patched(scratch, "Casts");
        var table = new Table("Classes that answer casts", "what", "/ plain", "plain, ns", "more, ns");
        live.AddRow(table, "cast to an interface that the class has", "HasPlain", "HasMarked", Passes, isShort);
        live.AddRow(table, "cast to one that it has not", "LacksPlain", "LacksMarked", Passes, isShort);
        live.AddRow(table, "cast to one that a patch added / to one that it has", "HasMarked", "AddedMarked", Passes, isShort);
        live.AddRow(table, "call through one that a patch added / through one that it has", "CallHad", "CallAdded", Passes, isShort);
        table.Print();
    }
}
