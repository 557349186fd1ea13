namespace HotWeave.Preparing;

/// <summary>The evaluation stack while a body is followed.</summary>
internal sealed class BodyStack
{
    private StackKind[] _kinds = new StackKind[16];
    private int _most;
    private bool _mayBeObject;

    internal int Depth { get; private set; }

    /// <summary>The instruction that is looked at, for messages.</summary>
    internal int Offset { get; set; }

    /// <summary>Empties it for another body.</summary>
    /// <param name="most">As the header says.</param>
    /// <param name="mayBeObject">Whether a type parameter of the body may be known to be a class, so that an object is a value of it.</param>
    internal void Begin(int most, bool mayBeObject)
    {
        if (_kinds.Length < most)
            _kinds = new StackKind[most];
        (_most, _mayBeObject, Depth, Offset) = (most, mayBeObject, 0, 0);
    }

    internal void CopyTo(Span<StackKind> kinds) => _kinds.AsSpan(0, Depth).CopyTo(kinds);

    internal void Become(ReadOnlySpan<StackKind> kinds)
    {
        kinds.CopyTo(_kinds);
        Depth = kinds.Length;
    }

    internal void Clear() => Depth = 0;

    internal void Push(StackKind kind)
    {
        if (kind == StackKind.None)
            return;
        if (Depth == _most)
            throw Invalid("holds more than its header says");
        _kinds[Depth++] = kind;
    }

    internal StackKind Pop() => Depth > 0 ? _kinds[--Depth] : throw Invalid("is empty");

    internal void Pop(StackKind wanted)
    {
        var kind = Pop();
        if (!Fits(kind, wanted) && !(_mayBeObject && IsObject(kind) && wanted == StackKind.Any))
            throw Invalid($"holds {Name(kind)} where {Name(wanted)} is wanted");
    }

    /// <summary>Whether what other ways brought is what is here now.</summary>
    internal bool Is(ReadOnlySpan<StackKind> kinds)
    {
        if (kinds.Length != Depth)
            return false;
        for (var i = 0; i < Depth; i++)
        {
            if (!Fits(_kinds[i], kinds[i]) && !(_mayBeObject && IsObjectOrAny(_kinds[i]) && IsObjectOrAny(kinds[i])))
                return false;
        }

        return true;
    }

    internal BadImageFormatException Invalid(string why) => new($"at IL_{Offset:x4} the stack {why}");

    // The compiler widens and narrows numbers by itself.
    internal static bool Fits(StackKind kind, StackKind wanted) =>
        kind == wanted || (kind is StackKind.Int32 or StackKind.Wide && wanted is StackKind.Int32 or StackKind.Wide) || (IsObject(kind) && IsObject(wanted));

    internal static bool IsObject(StackKind kind) => kind is StackKind.Reference or >= StackKind.ValueArray;

    internal static bool IsObjectOrAny(StackKind kind) => IsObject(kind) || kind == StackKind.Any;

    internal static string Name(StackKind kind) => kind switch
    {
        StackKind.Int32 => "an integer",
        StackKind.Wide => "an address or a long integer",
        StackKind.Float => "a floating-point number",
        StackKind.Reference => "an object",
        >= StackKind.ValueArray => "an array",
        StackKind.Value => "a structure",
        StackKind.None => "nothing",
        _ => "a value of a type parameter",
    };
}
