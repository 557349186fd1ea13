namespace HotWeave.Versions;

/// <summary>
/// Versions by number. Of those that are unloaded the last ones are remembered for whoever asks what became of them; without a limit a process
/// that swaps for years would keep a record of each. Guarded by the registry's lock.
/// </summary>
internal sealed class VersionList
{
    /// <summary>How many unloaded versions are remembered.</summary>
    internal const int Remembered = 100;

    private readonly List<SwapVersion> _versions = [];

    internal VersionList(SwapVersion baseline) => Add(baseline);

    /// <summary>All that are remembered, by number.</summary>
    internal IReadOnlyList<SwapVersion> All => _versions;

    internal SwapVersion Baseline => _versions[0];

    /// <summary>The number that the next version gets; all numbers below were given away.</summary>
    internal VersionNumber Next { get; private set; }

    /// <summary>How many unloaded versions are not remembered.</summary>
    internal int Forgotten => Next.Value - _versions.Count;

    /// <summary>Whether there was ever a version of this number.</summary>
    internal bool Knows(VersionNumber number) => number >= VersionNumber.Baseline && number < Next;

    /// <summary>Null when it is forgotten, or there never was one.</summary>
    internal SwapVersion? Find(VersionNumber number) => _versions.Find(v => v.Number == number);

    /// <summary>What an unloaded version would have fallen back to, and that one if it is unloaded too; the baseline never is.</summary>
    internal SwapVersion LoadedBefore(VersionNumber number)
    {
        while (Find(number) is { } version)
        {
            if (version.Content is not null)
                return version;
            number = version.Before;
        }

        return _versions.FindLast(v => v.Number < number && v.Content is not null)!;
    }

    /// <summary>Adds the version that has the next number; one that was counted before stays.</summary>
    internal void Add(SwapVersion version)
    {
        if (version.Number != Next)
            return;
        _versions.Add(version);
        Next = new VersionNumber(Next.Value + 1);
    }

    /// <summary>Forgets the version.</summary>
    internal void Remove(SwapVersion version) => _versions.Remove(version);

    /// <summary>Forgets the version; one that fell back to it falls back to another.</summary>
    internal void Replace(SwapVersion version, SwapVersion other)
    {
        foreach (var later in _versions.Where(v => v.Predecessor == version))
            later.Predecessor = other;
        Remove(version);
    }

    /// <summary>Forgets the oldest of the unloaded ones that are too many, but for those that somebody must be able to name.</summary>
    internal void Forget(Func<SwapVersion, bool> isNamed)
    {
        if (_versions.Count <= Remembered)
            return;
        var unloaded = _versions.FindAll(static v => v.IsUnloaded);
        foreach (var version in unloaded.Take(Math.Max(0, unloaded.Count - Remembered)).Where(v => !isNamed(v)))
            _versions.Remove(version);
    }
}
