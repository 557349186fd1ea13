using HotWeave.Runtime.Tests.Swapping;

namespace HotWeave.Runtime.Tests.Concurrency;

/// <summary>Units that the operating thread keeps open over many operations, so that it knows exactly what each must be answered.</summary>
internal sealed class HeldUnits(Func<int[]> ask) : IDisposable
{
    private readonly List<Held> _units = [];
    private int _named;

    internal int Count => _units.Count;

    /// <summary>Whether a unit that holds the version for certain is open.</summary>
    internal bool Hold(int version) => _units.Exists(u => u.Version == version);

    public void Dispose()
    {
        foreach (var unit in _units)
            unit.Flow.Dispose();
        _units.Clear();
    }

    /// <summary>Opens one; answers what it is answered.</summary>
    internal int[] Open()
    {
        var name = "held " + ++_named;
        var flow = OtherFlow.Enter(name);
        var answers = flow.Run(ask);
        var version = HotSwap.GetStatus().Units.Single(u => u.Name == name).Version.Value;
        _units.Add(new Held(name, flow, answers, version));
        return answers;
    }

    internal int VersionOfLast => _units[^1].Version;

    internal void Close(int index)
    {
        _units[index].Flow.Dispose();
        _units.RemoveAt(index);
    }

    /// <summary>A turn in the mode Immediate has moved all of them.</summary>
    internal void Move()
    {
        foreach (var unit in _units)
            unit.IsMoved = true;
    }

    /// <summary>What is wrong: an answer, or what status says.</summary>
    internal IEnumerable<string> Violations(int[] current, SwapStatus status)
    {
        foreach (var unit in _units)
        {
            var expected = unit.IsMoved ? current : unit.Answers;
            var answers = unit.Flow.Run(ask);
            if (!answers.AsSpan().SequenceEqual(expected))
                yield return $"{unit.Name}{(unit.IsMoved ? ", which was moved," : "")} was answered {string.Join(' ', answers)} instead of {string.Join(' ', expected)}";
            if (status.Units.SingleOrDefault(u => u.Name == unit.Name) is not { } shown)
                yield return $"status does not show {unit.Name}";
            else if (shown.Version.Value != unit.Version || shown.Moved != unit.IsMoved)
                yield return $"status says of {unit.Name} of version {unit.Version}: {shown}";
            if (status.Find(new VersionNumber(unit.Version))?.State is not (VersionState.Current or VersionState.Canary or VersionState.Draining) and var state)
                yield return $"version {unit.Version} is {state?.ToString() ?? "forgotten"}, though {unit.Name} runs it";
        }
    }

    private sealed class Held(string name, OtherFlow flow, int[] answers, int version)
    {
        internal string Name { get; } = name;

        internal OtherFlow Flow { get; } = flow;

        internal int[] Answers { get; } = answers;

        internal int Version { get; } = version;

        internal bool IsMoved { get; set; }
    }
}
