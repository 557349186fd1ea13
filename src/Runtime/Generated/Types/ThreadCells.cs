using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace HotWeave.Runtime;

/// <summary>The cells of an added static field of which each thread has its own (<c>[ThreadStatic]</c>). Patches make and use it; people have no use for it.</summary>
/// <typeparam name="T">The field's type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The field lives as long as the type that declares it.")]
public sealed class ThreadCells<T>
{
    private readonly ThreadLocal<Cell<T>> _cells;

    internal ThreadCells(Type declaring, string name) => _cells = new ThreadLocal<Cell<T>>(() => new Cell<T>(declaring, name, default!));

    /// <summary>The calling thread's cell; it begins with the type's default, as each thread but one sees such a field.</summary>
    /// <returns>The cell, the same one at each call of one thread.</returns>
    public Cell<T> Mine() => _cells.Value!;
}
