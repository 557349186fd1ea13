using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Measuring;

namespace HotWeave.Benchmarks.Fields;

/// <summary>What a field that a patch added costs, beside a field of the same objects, or of the same class, that was there from the beginning.</summary>
internal static class FieldTable
{
    private const int Accesses = 100_000;

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort)
    {
        using var scratch = new ScratchDirectory();
        var live = LiveCase.Patched(scratch, "AddedFields");
        var table = new Table("Fields that a patch added", "access", "added / plain", "plain, ns", "more, ns");
        foreach (var (row, name) in new[]
        {
            ("read", "Read"),
            ("write", "Write"),
            ("read, generic class over a reference type", "Generic"),
            ("read, static", "Static"),
            ("write, static", "StaticWrite"),
            ("read, static of a reference type", "StaticText"),
            ("swapped method of a class whose objects keep their code, new object", "Moved"),
            ("the same, object that exists", "Deployed"),
        })
        {
            live.AddRow(table, row, name + "Plain", name + "Added", Accesses, isShort);
        }

        table.Print();
    }
}
