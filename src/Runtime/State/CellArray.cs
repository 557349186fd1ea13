using HotWeave.Runtime;

namespace HotWeave.State;

/// <summary>
/// What a state field holds: an array of the owner, its gate and its cells by index. Cells are only added; the array is replaced by a longer
/// one, under the gate. The owner tells a clone made by <c>MemberwiseClone</c>, which has the array of another object, and gets copies.
/// </summary>
/// <remarks>Readers take no lock: a reference store publishes the object behind it, and a reader that misses goes through the gate.</remarks>
internal static class CellArray
{
    internal const int Owner = 0;
    internal const int First = 2;
    private const int Gate = 1;

    /// <summary>Makes sure that the state is the owner's own, and gives its gate.</summary>
    internal static CellGate Own(object owner, ref object? state)
    {
        while (true)
        {
            var current = Volatile.Read(ref state);
            if (current is object?[] cells && ReferenceEquals(cells[Owner], owner))
                return (CellGate)cells[Gate]!;
            var own = current is object?[] others ? CopyFor(owner, others) : [owner, new CellGate()];
            Interlocked.CompareExchange(ref state, own, current);
        }
    }

    /// <summary>The cell of a field, whatever index it was made under. Call under the gate.</summary>
    internal static Cell<T>? Search<T>(object?[] cells, Type declaring, string name)
    {
        for (var i = First; i < cells.Length; i++)
        {
            if (cells[i] is Cell<T> cell && cell.Declaring == declaring && cell.Name == name)
                return cell;
        }

        return null;
    }

    /// <summary>Puts a cell under an index. Call under the gate.</summary>
    internal static void Store(ref object? state, int index, Cell cell)
    {
        var cells = (object?[])state!;
        if (index >= cells.Length)
        {
            Array.Resize(ref cells, index + 1);
            cells[index] = cell;
            Volatile.Write(ref state, cells);
            return;
        }

        Volatile.Write(ref cells[index], cell);
    }

    /// <summary>Sets an added field of an object, whether it has a cell for it or not.</summary>
    internal static void Put<T>(object owner, Type declaring, ref object? state, int index, string name, T value)
    {
        var gate = CellArray.Own(owner, ref state);
        lock (gate)
        {
            var cell = CellArray.Search<T>((object?[])state!, declaring, name);
            if (cell is null)
                cell = new Cell<T>(declaring, name, value);
            else
                cell.Value = value;
            CellArray.Store(ref state, index, cell);
        }
    }

    /// <summary>The cells of another object, copied for a clone of it.</summary>
    internal static object?[] CopyFor(object owner, object?[] others)
    {
        var own = new object?[others.Length];
        own[Owner] = owner;
        own[Gate] = new CellGate();
        for (var i = First; i < own.Length; i++)
        {
            if (others[i] is Cell cell)
                own[i] = Array.IndexOf(others, cell, First, i - First) is >= First and var at ? own[at] : cell.Copy();
        }

        if (own.Any(ShapeMarks.IsMark))
            TrackedInstances.Add(owner);
        return own;
    }
}
