using HotWeave.Weaver.Verification.Types;

namespace HotWeave.Weaver.Verification;

/// <summary>
/// The evaluation stack of the body being verified. What the rules ask for is popped here, so that every rule refuses in the same words.
/// </summary>
internal sealed class EvaluationStack(EntryRules entries)
{
    private StackEntry[] _entries = new StackEntry[32];

    public int Depth { get; private set; }

    /// <summary>How deep the body says it goes (ECMA-335 III.1.7.4).</summary>
    public int Maximum { get; set; }

    public StackEntry this[int index] => _entries[index];

    public StackEntry Top => Depth > 0 ? _entries[Depth - 1] : throw new InvalidBodyException("a value on the stack", "an empty stack");

    public StackEntry[] ToArray()
    {
        var entries = new StackEntry[Depth];
        Array.Copy(_entries, entries, Depth);
        return entries;
    }

    public void Clear() => Depth = 0;

    public void Load(StackEntry[] entries)
    {
        Depth = 0;
        foreach (var entry in entries)
            PushUnchecked(entry);
    }

    public void Push(StackEntry entry)
    {
        if (Depth >= Maximum)
            throw new InvalidBodyException($"at most {Maximum} values on the stack, as the body declares", "one more");
        PushUnchecked(entry);
    }

    public void Push(ILType type)
    {
        if (type.Kind != ILKind.Void)
            Push(entries.MakeEntry(type));
    }

    public StackEntry Pop()
    {
        var top = Top;
        Depth--;
        return top;
    }

    /// <summary>Pops a value that a place of <paramref name="type"/> takes.</summary>
    public StackEntry Pop(ILType type)
    {
        var entry = Pop();
        return entries.CanAssign(entry, type) ? entry : throw new InvalidBodyException(type.ToString(), entry.ToString());
    }

    /// <summary>Pops an index, a size or what else is an int32 or a native int.</summary>
    public StackEntry PopIndex()
    {
        var entry = Pop();
        return entry.Kind is StackKind.Int32 or StackKind.NativeInt or StackKind.Unknown
            ? entry
            : throw new InvalidBodyException("int32 or native int", entry.ToString());
    }

    public StackEntry PopReference()
    {
        var entry = Pop();
        return entry.Kind is StackKind.Reference or StackKind.Unknown
            ? entry
            : throw new InvalidBodyException("an object reference", entry.ToString());
    }

    /// <summary>Pops the address of something: a by-ref, or a pointer as a number.</summary>
    public StackEntry PopAddress()
    {
        var entry = Pop();
        return entry.Kind is StackKind.ByRef or StackKind.NativeInt or StackKind.Unknown
            ? entry
            : throw new InvalidBodyException("an address", entry.ToString());
    }

    private void PushUnchecked(StackEntry entry)
    {
        if (Depth == _entries.Length)
            Array.Resize(ref _entries, Depth * 2);
        _entries[Depth++] = entry;
    }
}
