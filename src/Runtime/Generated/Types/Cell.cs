using System.ComponentModel;

namespace HotWeave.Runtime;

/// <summary>The home of one field that a later version added to an object. Patches make and use it; people have no use for it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class Cell
{
    private protected Cell(Type declaring, string name)
    {
        Declaring = declaring;
        Name = name;
    }

    /// <summary>The type that declares the field, with its type arguments.</summary>
    internal Type Declaring { get; }

    internal string Name { get; }

    /// <summary>A cell of its own with the same value, for an object that was cloned.</summary>
    internal abstract Cell Copy();

    internal abstract Type ValueType { get; }

    internal abstract object? Boxed { get; set; }

    /// <summary>Copies the value of a cell of the same type.</summary>
    internal abstract void CopyValueFrom(Cell other);
}

/// <summary>The home of one added field of type <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The field's type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Cell<T> : Cell
{
    /// <summary>What the field holds. As safe for threads as a plain field of its type.</summary>
#pragma warning disable CA1051 // Patched code takes the field's address.
    public T Value;
#pragma warning restore CA1051

    internal Cell(Type declaring, string name, T value)
        : base(declaring, name) => Value = value;

    internal override Type ValueType => typeof(T);

    internal override object? Boxed
    {
        get => Value;
        set => Value = (T)value!;
    }

    internal override Cell Copy() => new Cell<T>(Declaring, Name, Value);

    internal override void CopyValueFrom(Cell other) => Value = ((Cell<T>)other).Value;
}
