namespace HotWeave.Runtime.Tests.Concurrency;

/// <summary>What the process must be like, as far as operations that succeeded say so.</summary>
internal sealed class VersionModel
{
    private readonly int _base;
    private readonly List<int> _contents = [];
    private readonly Dictionary<int, int> _predecessors = [];

    /// <summary>The test may not be the process's first: versions of others come before its own, and are never turned to.</summary>
    internal VersionModel(SwapStatus status)
    {
        _base = status.Versions.Count + status.Forgotten;
        Confirmed = status.Versions.Single(static v => v.Confirmed).Number.Value;
    }

    internal int Current { get; private set; }

    /// <summary>The version that was current before; -1 while there was none.</summary>
    internal int Before { get; private set; } = -1;

    internal int Confirmed { get; set; }

    /// <summary>The version on trial; -1 while there is none.</summary>
    internal int Canary { get; set; } = -1;

    /// <summary>The number that the next new version gets.</summary>
    internal int Count => _base + _contents.Count;

    internal int CurrentContent => ContentOf(Current);

    /// <summary>The version that a rollback goes to; -1 if there is none.</summary>
    internal int Predecessor => _predecessors.GetValueOrDefault(Current, -1);

    internal bool IsOwn(int version) => version == 0 || (version >= _base && version < Count);

    internal int ContentOf(int version) => version == 0 ? 0 : _contents[version - _base];

    /// <summary>The versions with a content, old ones that are unloaded by now included.</summary>
    internal IEnumerable<int> WithContent(int content) => Enumerable.Range(_base, _contents.Count).Where(v => ContentOf(v) == content);

    /// <summary>A version that nobody had before.</summary>
    internal void Add(int content)
    {
        _predecessors[Count] = Current;
        _contents.Add(content);
    }

    internal void TurnTo(int version)
    {
        if (version > Current)
            _predecessors[version] = Current;
        (Before, Current) = (Current, version);
    }
}
