using HotWeave.Trust.Signing;

namespace HotWeave.Trust;

/// <summary>The sequence numbers that this process has taken, and those that were confirmed, by it or by another that shares its folder.</summary>
/// <param name="readConfirmed">Reads the confirmed ones.</param>
internal sealed class TakenSequences(Func<SequenceFloors> readConfirmed)
{
    // Protects the two below.
    private readonly object _lock = new();
    private readonly Dictionary<string, SequenceFloor> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<(string Patch, long Sequence)> _accepted = [];

    /// <summary>The smallest number that a patch of these assemblies may have to be taken.</summary>
    /// <exception cref="SwapException">HW6349.</exception>
    internal SequenceFloor FindFloor(PatchStatement statement, KeySet keys)
    {
        var floor = new SequenceFloor(FindConfirmed(statement, keys), null);
        lock (_lock)
        {
            foreach (var baseline in statement.Baselines)
            {
                if (_taken.TryGetValue(baseline.Assembly, out var taken) && taken.Number >= floor.Number)
                    floor = taken;
            }
        }

        return floor;
    }

    /// <summary>The same, of what was confirmed only.</summary>
    /// <exception cref="SwapException">HW6349.</exception>
    internal long FindConfirmed(PatchStatement statement, KeySet keys) => readConfirmed().Under(keys).Find(statement);

    /// <summary>An operator takes it, knowing that it may be older.</summary>
    internal void Accept(PatchStatement statement)
    {
        lock (_lock)
            _accepted.Add((statement.Patch, statement.Sequence));
    }

    /// <summary>Whether somebody took it knowing that it may be older.</summary>
    internal bool IsAccepted(PatchStatement statement)
    {
        lock (_lock)
            return _accepted.Contains((statement.Patch, statement.Sequence));
    }

    /// <summary>A patch was taken; who took an older one on purpose may go on from there.</summary>
    internal void Note(PatchStatement statement)
    {
        lock (_lock)
        {
            foreach (var baseline in statement.Baselines)
                _taken[baseline.Assembly] = new SequenceFloor(statement.Sequence, statement.Patch);
        }
    }
}

/// <summary>A floor of sequence numbers.</summary>
/// <param name="Number">The smallest that may be taken.</param>
/// <param name="Patch">Whose number that is; null where any patch may have it.</param>
internal sealed record SequenceFloor(long Number, string? Patch);
