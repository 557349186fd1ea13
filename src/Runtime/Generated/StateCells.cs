using System.ComponentModel;
using System.Runtime.CompilerServices;
using HotWeave.State;

namespace HotWeave.Runtime;

/// <summary>
/// The fields that patches add to objects: patched code finds, makes and sets their cells through this class. All versions that know a field share
/// its cell. People have no use for it.
/// </summary>
/// <remarks>All members are safe for any number of threads. Finding takes no lock; making a cell takes one that belongs to the object.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StateCells
{
    /// <summary>The index of an added field among those of its class hierarchy.</summary>
    /// <param name="declaring">The type that declares the field; of a generic type the definition.</param>
    /// <param name="name">The field's name.</param>
    /// <param name="fieldType">The field's type; null where it depends on the declaring type's arguments.</param>
    /// <returns>The index; frozen for the life of the process.</returns>
    public static int Index(Type declaring, string name, Type? fieldType) => FieldIndexes.Of(declaring, name, fieldType);

    /// <summary>The cell of an object's added field.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="state">What its state field holds.</param>
    /// <param name="index">The field's index.</param>
    /// <returns>The cell; null where the object has none yet, or only the one of the object that it was cloned from.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Cell? Find(object owner, object? state, int index)
    {
        if (state is null)
            return null;
        // Only CellArray fills a state field.
        var cells = Unsafe.As<object?[]>(state);
        return (uint)index < (uint)cells.Length && ReferenceEquals(cells[CellArray.Owner], owner) ? Unsafe.As<Cell?>(cells[index]) : null;
    }

    /// <summary>The address of an added field of an object that had no cell for it; its initialiser runs at most once per object.</summary>
    /// <typeparam name="TOwner">The type that declares the field.</typeparam>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="owner">The object.</param>
    /// <param name="state">Its state field.</param>
    /// <param name="index">The field's index.</param>
    /// <param name="name">The field's name.</param>
    /// <param name="initialiser">Computes the first value; null where that is the type's default. One that throws leaves no cell.</param>
    /// <returns>The address of the value.</returns>
    public static ref T Create<TOwner, T>(TOwner owner, ref object? state, int index, string name, Func<TOwner, T>? initialiser)
        where TOwner : class
    {
        var gate = CellArray.Own(owner, ref state);
        lock (gate)
        {
            if (CellArray.Search<T>((object?[])state!, typeof(TOwner), name) is not { } cell)
            {
                // An initialiser that reads its own field sees the default, as in a constructor.
                if (gate.Making.Contains(index))
                    return ref new Cell<T>(typeof(TOwner), name, default!).Value;
                cell = Make(owner, ref state, index, name, initialiser, gate);
            }

            CellArray.Store(ref state, index, cell);
            return ref cell.Value;
        }
    }

    /// <summary>Sets an added field of an object that had no cell for it; the field's initialiser does not run.</summary>
    /// <typeparam name="TOwner">The type that declares the field.</typeparam>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="owner">The object.</param>
    /// <param name="state">Its state field.</param>
    /// <param name="index">The field's index.</param>
    /// <param name="name">The field's name.</param>
    /// <param name="value">The value.</param>
    public static void Put<TOwner, T>(TOwner owner, ref object? state, int index, string name, T value)
        where TOwner : class =>
        CellArray.Put(owner, typeof(TOwner), ref state, index, name, value);

    /// <summary>Gives a clone cells of its own, with the values that the original's have now.</summary>
    /// <param name="clone">The clone.</param>
    /// <param name="state">The clone's state field.</param>
    public static void Adopt(object clone, ref object? state)
    {
        if (Volatile.Read(ref state) is not null)
            CellArray.Own(clone, ref state);
    }

    /// <summary>What an object without a state field has instead of one.</summary>
    /// <param name="owner">The object.</param>
    /// <returns>The state; null where there is none yet.</returns>
    /// <exception cref="NullReferenceException"><paramref name="owner"/> is null, as for a plain field.</exception>
    public static object? DetachedState(object owner) =>
        DetachedCells.Find(owner ?? throw NoOwner());

    /// <summary>The state field that an object without one gets outside of it.</summary>
    /// <param name="owner">The object.</param>
    /// <returns>The address of the state; it lives as long as the object.</returns>
    public static ref object? DetachedField(object owner) => ref DetachedCells.MakeField(owner);

    /// <summary>Gives a clone of an object without a state field copies of its cells.</summary>
    /// <param name="original">The object that was cloned.</param>
    /// <param name="clone">The clone.</param>
    /// <returns>The clone.</returns>
    public static object AdoptDetached(object original, object clone)
    {
        if (DetachedState(original) is object?[] cells)
            DetachedField(clone) = CellArray.CopyFor(clone, cells);
        return clone;
    }

    private static Cell<T> Make<TOwner, T>(TOwner owner, ref object? state, int index, string name, Func<TOwner, T>? initialiser, CellGate gate)
        where TOwner : class
    {
        gate.Making.Add(index);
        try
        {
            var value = initialiser is null ? default! : initialiser(owner);
            // The initialiser's own effects may have set the field; its value comes last, as in a constructor.
            if (CellArray.Search<T>((object?[])state!, typeof(TOwner), name) is not { } cell)
                return new Cell<T>(typeof(TOwner), name, value);
            cell.Value = value;
            return cell;
        }
        finally
        {
            gate.Making.Remove(index);
        }
    }

#pragma warning disable CA2201 // What the runtime throws for a plain field.
    private static NullReferenceException NoOwner() => new();
#pragma warning restore CA2201
}
