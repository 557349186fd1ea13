namespace HotWeave.Preparing;

/// <summary>What the stack holds at the places that more than one way may lead to, and which of these have not been looked at.</summary>
internal sealed class BodyStates
{
    // What may be kept and compared for one body, whatever it is.
    private const int LongestWork = 4_000_000;

    // By the index of the instruction: where its kinds begin, and how many there are; -1 before a way has led there.
    private (int Start, int Depth)[] _states = new (int, int)[64];
    private StackKind[] _kinds = new StackKind[256];
    private int[] _ahead = new int[64];
    private int _used;
    private int _waiting;
    private int _work;

    /// <summary>Forgets all, for a body of so many instructions.</summary>
    internal void Begin(int count)
    {
        if (_states.Length < count)
            (_states, _ahead) = (new (int, int)[count * 2], new int[count * 2]);
        Array.Fill(_states, (0, -1), 0, count);
        (_used, _waiting, _work) = (0, 0, 0);
    }

    /// <summary>A way leads there with what the stack holds now.</summary>
    /// <exception cref="BadImageFormatException">Another brings something else, or there is too much to keep.</exception>
    internal void Arrive(int index, BodyStack stack)
    {
        if ((_work += stack.Depth + 1) > LongestWork)
            throw stack.Invalid("is too deep at too many places");
        var (start, depth) = _states[index];
        if (depth >= 0)
        {
            if (!stack.Is(_kinds.AsSpan(start, depth)))
                throw stack.Invalid("is not what other ways bring to where this one leads");
            return;
        }

        if (_kinds.Length < _used + stack.Depth)
            Array.Resize(ref _kinds, (_used + stack.Depth) * 2);
        stack.CopyTo(_kinds.AsSpan(_used));
        _states[index] = (_used, stack.Depth);
        _used += stack.Depth;
        _ahead[_waiting++] = index;
    }

    /// <summary>The next place that nobody has looked at, and its stack; -1 when there is none.</summary>
    internal int TakeNext(BodyStack stack)
    {
        if (_waiting == 0)
            return -1;
        var index = _ahead[--_waiting];
        var (start, depth) = _states[index];
        stack.Become(_kinds.AsSpan(start, depth));
        return index;
    }
}
