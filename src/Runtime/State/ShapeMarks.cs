using System.Globalization;
using HotWeave.Runtime;

namespace HotWeave.State;

/// <summary>
/// The numbers that converted objects carry, where objects are converted one by one: a cell per number that holds 1. An object without any has the deployed shape.
/// Patched code looks at the cell of its own number, so its name is part of the patch format.
/// </summary>
internal static class ShapeMarks
{
    private const string Prefix = "<HotWeave>shape";

    /// <summary>The number of an object's state.</summary>
    internal static int NumberOf(object instance, Type level, int deployed)
    {
        var number = deployed;
        foreach (var (marked, cell) in Marks(instance, level))
        {
            if (cell.Value == 1)
                number = Math.Max(number, marked);
        }

        return number;
    }

    /// <summary>Whether a cell says that its object was converted: a clone of it goes back like the object itself.</summary>
    internal static bool IsMark(object? cell) => cell is Cell<int> { Value: 1 } mark && mark.Name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Gives an object's state a number.</summary>
    internal static void Set(object instance, Type level, int number, int deployed)
    {
        foreach (var (marked, cell) in Marks(instance, level))
        {
            if (marked != number)
                Volatile.Write(ref cell.Value, 0);
        }

        if (number == deployed)
            return;
        var name = Prefix + number.ToString(CultureInfo.InvariantCulture);
        // Who sees the mark sees what the hooks did; the accessor's load is volatile.
        Interlocked.MemoryBarrier();
        CellArray.Put(instance, level, ref StateAddress.Of(instance, level), FieldIndexes.OfHook(level, name, typeof(int)), name, 1);
    }

    private static List<(int Number, Cell<int> Cell)> Marks(object instance, Type level)
    {
        var marks = new List<(int, Cell<int>)>();
        if (StateAddress.Of(instance, level) is not object?[] cells || !ReferenceEquals(cells[CellArray.Owner], instance))
            return marks;
        foreach (var cell in cells.OfType<Cell<int>>().Distinct())
        {
            if (cell.Declaring == level && cell.Name.StartsWith(Prefix, StringComparison.Ordinal))
                marks.Add((int.Parse(cell.Name.AsSpan(Prefix.Length), CultureInfo.InvariantCulture), cell));
        }

        return marks;
    }
}
