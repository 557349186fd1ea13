using System.Diagnostics;

namespace HotWeave.Runtime.Tests.Concurrency;

/// <summary>
/// What each turn made the types answer, written by the one who turns, read by callers. A turn may take effect from the moment it
/// is announced, and has taken effect when it is done.
/// </summary>
internal sealed class TurnHistory
{
    private readonly int[] _answers;
    private int _announced;
    private int _done;

    internal TurnHistory(int turns) => _answers = new int[turns + 1];

    /// <summary>The last turn that is surely in effect; take it before a call.</summary>
    internal int Done => Volatile.Read(ref _done);

    /// <summary>The last turn that may be in effect; take it after a call.</summary>
    internal int Announced => Volatile.Read(ref _announced);

    internal void Announce(int answer)
    {
        _answers[_announced + 1] = answer;
        Volatile.Write(ref _announced, _announced + 1);
        Interlocked.MemoryBarrier();
    }

    internal void Complete()
    {
        Debug.Assert(_done + 1 == _announced);
        Interlocked.MemoryBarrier();
        Volatile.Write(ref _done, _announced);
    }

    /// <summary>The earliest turn between two (inclusive) that answers so; -1 when there is none, which breaks the guarantee.</summary>
    internal int Find(int answer, int from, int to)
    {
        for (var turn = from; turn <= to; turn++)
        {
            if (_answers[turn] == answer)
                return turn;
        }

        return -1;
    }
}
