namespace HotWeave.Runtime.Tests.Concurrency;

/// <summary>
/// What each operation makes the types answer, written by the one who operates, read by callers. An operation may take effect from the moment it is
/// announced; when it is done it has, or it is withdrawn and nobody may ever have seen its answers.
/// </summary>
internal sealed class AnswerHistory
{
    internal const int Limit = 1 << 20;

    private readonly Answered[] _turns = new Answered[Limit];
    private readonly Answered[] _canaries = new Answered[Limit];
    private readonly List<Answered> _withdrawn = [];
    private int _announced;
    private int _done;
    private int _canariesBegun;
    private int _canariesEnded;
    private int _movesAnnounced;
    private int _movesDone;

    internal AnswerHistory(int[] first) => _turns[0] = new Answered(first);

    /// <summary>The last turn that is surely in effect; take it before a call.</summary>
    internal int Done => Volatile.Read(ref _done);

    /// <summary>The last turn that may be in effect; take it after a call.</summary>
    internal int Announced => Volatile.Read(ref _announced);

    /// <summary>Canaries before this one surely get no new unit; take it before entering a unit.</summary>
    internal int CanariesEnded => Volatile.Read(ref _canariesEnded);

    /// <summary>Canaries from this one on have surely got no unit yet; take it after a call.</summary>
    internal int CanariesBegun => Volatile.Read(ref _canariesBegun);

    /// <summary>How many turns that move running units are surely in effect; take it before entering a unit.</summary>
    internal int MovesDone => Volatile.Read(ref _movesDone);

    /// <summary>How many turns that move running units may be in effect; take it after a call.</summary>
    internal int MovesAnnounced => Volatile.Read(ref _movesAnnounced);

    internal bool IsFull => _announced + 1 == Limit || _canariesBegun == Limit;

    internal void Announce(int[] answers, bool movesUnits)
    {
        _turns[_announced + 1] = new Answered(answers);
        if (movesUnits)
            Volatile.Write(ref _movesAnnounced, _movesAnnounced + 1);
        Volatile.Write(ref _announced, _announced + 1);
        Interlocked.MemoryBarrier();
    }

    /// <summary>The operation that was announced last has happened, or has failed.</summary>
    internal void Complete(bool happened)
    {
        Interlocked.MemoryBarrier();
        if (!happened)
        {
            _withdrawn.Add(_turns[_announced]);
            Volatile.Write(ref _turns[_announced], new Answered(_turns[_announced - 1].Answers));
        }

        Volatile.Write(ref _movesDone, _movesAnnounced);
        Volatile.Write(ref _done, _announced);
    }

    internal void AnnounceCanary(int[] answers)
    {
        _canaries[_canariesBegun] = new Answered(answers);
        Volatile.Write(ref _canariesBegun, _canariesBegun + 1);
        Interlocked.MemoryBarrier();
    }

    /// <summary>No new unit gets the canary that was announced last; none ever did if it did not begin.</summary>
    internal void EndCanary(bool hadBegun)
    {
        Interlocked.MemoryBarrier();
        if (!hadBegun)
            _withdrawn.Add(_canaries[_canariesEnded]);
        Volatile.Write(ref _canariesEnded, _canariesBegun);
    }

    /// <summary>The earliest turn between two (inclusive) under which a type answers so; -1 when there is none.</summary>
    internal int Find(int type, int answer, int from, int to)
    {
        for (var turn = from; turn <= to; turn++)
        {
            if (Volatile.Read(ref _turns[turn]) is var answered && answered.Answers[type] == answer)
                return answered.See(turn);
        }

        return -1;
    }

    /// <summary>The earliest turn of a range under which all types answer so; -1 when there is none, or when a canary of the other range may have answered instead.</summary>
    internal int Find(int[] answers, Range turns, Range canaries, out bool mayBeCanary)
    {
        var (turn, ofTurn) = Find(_turns, answers, turns);
        var (canary, ofCanary) = Find(_canaries, answers, canaries);
        mayBeCanary = ofCanary is not null;
        if (!mayBeCanary)
            return ofTurn?.See(turn) ?? -1;
        // What a turn explains as well does not show that the canary was seen.
        if (ofTurn is null)
            ofCanary!.See(canary);
        return -1;
    }

    /// <summary>The answers of operations that failed and that somebody got all the same.</summary>
    internal IEnumerable<string> SeenThoughFailed() =>
        _withdrawn.Where(static a => a.WasSeen).Select(static a => $"somebody got the answers {string.Join(' ', a.Answers)} of an operation that failed");

    private static (int Index, Answered? Found) Find(Answered[] all, int[] answers, Range range)
    {
        for (var i = range.Start.Value; i < range.End.Value; i++)
        {
            if (Volatile.Read(ref all[i]) is var answered && answered.Answers.AsSpan().SequenceEqual(answers))
                return (i, answered);
        }

        return (-1, null);
    }

    private sealed class Answered(int[] answers)
    {
        private bool _wasSeen;

        internal int[] Answers { get; } = answers;

        internal bool WasSeen => Volatile.Read(ref _wasSeen);

        internal int See(int index)
        {
            // Not written again and again: all callers see the same.
            if (!WasSeen)
                Volatile.Write(ref _wasSeen, true);
            return index;
        }
    }
}
