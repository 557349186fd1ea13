namespace HotWeave.Preparing;

/// <summary>The evaluation stack while a body is followed.</summary>
/// <param name="most">As the header says.</param>
/// <param name="mayBeObject">Whether a type parameter of the body may be known to be a class, so that an object is a value of it.</param>
internal sealed class BodyStack(int most, bool mayBeObject)
{
    private readonly StackKind[] _kinds = new StackKind[most];

    internal int Depth { get; private set; }

    /// <summary>The instruction that is looked at, for messages.</summary>
    internal int Offset { get; set; }

    internal StackKind[] Copy() => _kinds.AsSpan(0, Depth).ToArray();

    internal void Become(StackKind[] kinds)
    {
        if (kinds.Length > most)
            throw Invalid("holds more than its header says");
        kinds.CopyTo(_kinds, 0);
        Depth = kinds.Length;
    }

    internal void Clear() => Depth = 0;

    internal void Push(StackKind kind)
    {
        if (kind == StackKind.None)
            return;
        if (Depth == most)
            throw Invalid("holds more than its header says");
        _kinds[Depth++] = kind;
    }

    internal StackKind Pop() => Depth > 0 ? _kinds[--Depth] : throw Invalid("is empty");

    internal void Pop(StackKind wanted)
    {
        var kind = Pop();
        if (!Fits(kind, wanted) && !(mayBeObject && kind == StackKind.Reference && wanted == StackKind.Any))
            throw Invalid($"holds {Name(kind)} where {Name(wanted)} is wanted");
    }

    /// <summary>Whether what other ways brought is what is here now.</summary>
    internal bool Is(StackKind[] kinds)
    {
        if (kinds.Length != Depth)
            return false;
        for (var i = 0; i < Depth; i++)
        {
            if (!Fits(_kinds[i], kinds[i]) && !(mayBeObject && IsObjectOrAny(_kinds[i]) && IsObjectOrAny(kinds[i])))
                return false;
        }

        return true;
    }

    internal BadImageFormatException Invalid(string why) => new($"at IL_{Offset:x4} the stack {why}");

    // The compiler widens and narrows numbers by itself.
    internal static bool Fits(StackKind kind, StackKind wanted) =>
        kind == wanted || (kind is StackKind.Int32 or StackKind.Wide && wanted is StackKind.Int32 or StackKind.Wide);

    private static bool IsObjectOrAny(StackKind kind) => kind is StackKind.Reference or StackKind.Any;

    internal static string Name(StackKind kind) => kind switch
    {
        StackKind.Int32 => "an integer",
        StackKind.Wide => "an address or a long integer",
        StackKind.Float => "a floating-point number",
        StackKind.Reference => "an object",
        StackKind.Value => "a structure",
        StackKind.None => "nothing",
        _ => "a value of a type parameter",
    };
}
