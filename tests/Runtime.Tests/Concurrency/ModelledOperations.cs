namespace HotWeave.Runtime.Tests.Concurrency;

/// <summary>Runs operations whose outcome is known, and holds the process against the model after each.</summary>
internal sealed class ModelledOperations(StressPatches patches, AnswerHistory history, Load load) : IDisposable
{
    private readonly List<string> _log = [];
    private int _hookCalls;

    internal VersionModel Model { get; } = new(HotSwap.GetStatus());

    internal HeldUnits Held { get; } = new(patches.Counters.Ask);

    /// <summary>Whether the hook of the next code change throws.</summary>
    internal bool HookThrows { get; set; }

    /// <summary>How often each kind of operation ended in which way.</summary>
    internal SortedDictionary<string, int> Outcomes { get; } = new(StringComparer.Ordinal);

    /// <summary>The last operations, in words.</summary>
    internal IEnumerable<string> Log => _log.TakeLast(25);

    public void Dispose()
    {
        StressPatches.OnChange(null);
        Held.Dispose();
    }

    /// <summary>Whether a turn to the content carries state over.</summary>
    internal bool Crosses(int content) => content == StressPatches.Stateful != (Model.CurrentContent == StressPatches.Stateful);

    /// <summary>Runs an operation that turns, if it succeeds, and says whether it did.</summary>
    internal async Task<bool> OperateAsync(
        string name, int content, SwapOptions options, string[] codes, bool hasRival, bool mayBeCancelled, Func<Task<SwapResult>> operation, Func<SwapResult, int> to)
    {
        StressPatches.OnChange(Change);
        _hookCalls = 0;
        var crosses = Crosses(content);
        history.Announce(StressPatches.AnswersOf(content), movesUnits: options.Mode == SwapMode.Immediate);
        var (result, _) = await RunAsync($"{name}, {options.Mode?.ToString() ?? "any mode"}", codes, hasRival, mayBeCancelled, operation);
        history.Complete(happened: result is not null);
        if (result is null)
            return false;
        Expect(result.From.Value == Model.Current, $"the result says from {result.From}");
        Expect(_hookCalls == (crosses ? 1 : 0), $"code change was called {_hookCalls} times");
        var version = to(result);
        Expect(result.To.Value == version, $"the result says to {result.To} instead of {version}");
        if (Model.Canary >= 0 && name != "promote")
            EndCanary();
        Model.TurnTo(version);
        if (options.Mode == SwapMode.Immediate)
            Held.Move();
        return true;
    }

    /// <summary>Runs an operation. It must end with one of the codes; with those that begin with a question mark, or none, it may also succeed.</summary>
    internal async Task<(T? Result, string? Code)> RunAsync<T>(string name, string[] codes, bool hasRival, bool mayBeCancelled, Func<Task<T>> operation)
        where T : class
    {
        Note(name);
        string? code;
        try
        {
            var result = await operation();
            Expect(Array.TrueForAll(codes, static c => c[0] == '?'), $"it was not refused with {string.Join(' ', codes)}");
            Ended(name, "done");
            return (result, null);
        }
        catch (SwapException e)
        {
            code = e.Code;
            Expect(codes.Contains(code) || codes.Contains("?" + code) || (hasRival && code == "HW6201"), $"{(codes.Length == 0 ? "" : $"instead of {string.Join(' ', codes)}: ")}{e}");
        }
        catch (OperationCanceledException)
        {
            code = "cancelled";
            Expect(mayBeCancelled, "nobody cancelled it");
        }

        Ended(name, code);
        return (null, code);
    }

    internal void EndCanary()
    {
        history.EndCanary(hadBegun: true);
        Model.Canary = -1;
    }

    internal void Verify()
    {
        var status = HotSwap.GetStatus();
        var answers = patches.Counters.Ask();
        var current = StressPatches.AnswersOf(Model.CurrentContent);
        Expect(answers.AsSpan().SequenceEqual(current), $"outside units the answers are {string.Join(' ', answers)}");
        Expect(status.Current.Value == Model.Current, $"status says that {status.Current} is current");
        Expect(status.Versions.Count + status.Forgotten == Model.Count, $"status has {status.Versions.Count} versions and {status.Forgotten} forgotten");
        Expect(status.Operation is null, $"status says that this is under way: {status.Operation}");
        Expect(status.Waiting is null, "status says that a swap waits");
        foreach (var version in status.Versions)
        {
            var number = version.Number.Value;
            Expect(version.State == VersionState.Current == (number == Model.Current), $"version {number} is {version.State}");
            Expect(version.State == VersionState.Canary == (number == Model.Canary), $"version {number} is {version.State}");
            Expect(version.Confirmed == (number == Model.Confirmed), $"version {number}, confirmed: {version.Confirmed}");
        }

        foreach (var violation in Held.Violations(current, status))
            Expect(false, violation);
    }

    internal void Expect(bool holds, string what)
    {
        if (!holds)
            load.Violate($"after '{_log[^1]}': {what}");
    }

    internal void Note(string name) =>
        _log.Add($"{name} (current {Model.Current}, content {Model.CurrentContent}; canary {Model.Canary}; {Held.Count} units held)");

    private void Ended(string name, string how)
    {
        _log[^1] += ": " + how;
        Count($"{name.Split(' ', ',')[0]} {how}");
    }

    internal void Count(string outcome)
    {
        lock (Outcomes)
            Outcomes[outcome] = Outcomes.GetValueOrDefault(outcome) + 1;
    }

    // Called on the operation's thread, while this one waits for it.
    private void Change(bool isUp, int[] answers)
    {
        _hookCalls++;
        if (load.InUnits != 0)
            load.Violate("a unit runs during code change");
        if (!answers.AsSpan().SequenceEqual(StressPatches.AnswersOf(StressPatches.Stateful)))
            load.Violate($"code change {(isUp ? "up" : "down")} was answered {string.Join(' ', answers)}");
        if (HookThrows)
            throw new InvalidOperationException("as armed");
    }
}
