namespace HotWeave.Runtime.Tests.Concurrency;

/// <summary>
/// Operates on the process at random, one operation after the other, and knows of each what it must do or why it must be refused.
/// </summary>
internal sealed class RandomOperations
{
    private static readonly SwapMode[] s_modes = [SwapMode.Immediate, SwapMode.UnitOfWork, SwapMode.Quiescent];
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);

    private readonly Random _random;
    private readonly StressPatches _patches;
    private readonly AnswerHistory _history;
    private readonly ModelledOperations _run;
    private readonly VersionModel _model;
    private readonly HeldUnits _held;

    internal RandomOperations(int seed, StressPatches patches, AnswerHistory history, ModelledOperations run)
    {
        (_random, _patches, _history, _run) = (new Random(seed), patches, history, run);
        (_model, _held) = (run.Model, run.Held);
    }

    /// <summary>Gives back what may not outlive the test: a version on trial, and what is confirmed.</summary>
    internal async Task EndAsync()
    {
        _held.Dispose();
        _run.HookThrows = false;
        if (HotSwap.GetStatus().Versions.Any(static v => v.State == VersionState.Canary))
            await HotSwap.RollbackAsync();
        if (HotSwap.GetStatus().Current != VersionNumber.Baseline)
            await HotSwap.RollbackAsync(VersionNumber.Baseline, new SwapOptions { AcceptOutsideCalls = true });
        await HotSwap.ConfirmAsync();
    }

    internal async Task StepAsync()
    {
        var rival = _random.Next(10) == 0 ? RivalAsync(_patches[_random.Next(1, 5)]) : null;
        await (_random.Next(100) switch
        {
            < 40 => ApplyAsync(rival is not null),
            < 52 => RollbackAsync(_model.Predecessor, null, rival is not null),
            < 62 => RollbackAsync(_random.Next(_model.Count + 1) is var to && _model.IsOwn(to) ? to : 0, true, rival is not null),
            < 70 => ReverseAsync(rival is not null),
            < 75 => PromoteAsync(rival is not null),
            < 80 => ConfirmAsync(rival is not null),
            < 82 => PurgeAsync(rival is not null),
            < 88 => HoldAsync(),
            _ => ReleaseAsync(),
        });
        if (rival is not null)
            await rival;
        _run.Verify();
    }

    private async Task ApplyAsync(bool hasRival)
    {
        var content = _random.Next(1, StressPatches.Stateful + 1);
        if (_random.Next(5) == 0)
        {
            await TryOutAsync(content, hasRival);
            return;
        }

        var options = Options(crosses: _run.Crosses(content)) with { Reclaimable = _random.Next(4) == 0 };
        using var cancellation = Cancellation();
        var codes = _model.Canary >= 0 ? ["HW6220"]
            : content == _model.CurrentContent ? ["HW6114"]
            : Refusals(content, options);
        await _run.OperateAsync($"apply {content}", content, options, codes, hasRival, cancellation is not null,
            () => HotSwap.ApplyAsync(_patches[content], options, cancellation?.Token ?? default), result => To(result, content));
    }

    private async Task TryOutAsync(int content, bool hasRival)
    {
        var crosses = _run.Crosses(content);
        string[] codes = _model.Canary >= 0 ? ["HW6220"] : content == _model.CurrentContent ? ["HW6114"] : crosses ? ["HW6221"] : [];
        var options = new SwapOptions { Probation = new ProbationOptions { Share = 0.5, Window = TimeSpan.FromDays(1) } };
        var before = HotSwap.GetStatus();
        // Nobody may get a second canary, whatever its content: the first one's answers are announced already.
        var announces = codes is not ["HW6220"];
        if (announces)
            _history.AnnounceCanary(StressPatches.AnswersOf(content));
        var (result, _) = await _run.RunAsync($"canary {content}", codes, hasRival, false, () => HotSwap.ApplyAsync(_patches[content], options));
        if (result is not null)
        {
            _run.Expect(result.From.Value == _model.Current, $"the result says from {result.From}");
            _model.Canary = To(result, content, before);
        }
        else if (announces)
        {
            _history.EndCanary(hadBegun: false);
        }
    }

    private async Task RollbackAsync(int to, bool? named, bool hasRival)
    {
        var isNamed = named == true;
        if (_model.Canary >= 0 && (!isNamed || to == _model.Current))
        {
            await AbandonAsync("roll back", hasRival, () => HotSwap.RollbackAsync(isNamed ? new VersionNumber(to) : null));
            return;
        }

        var content = to < 0 ? 0 : _model.ContentOf(to);
        var options = Options(crosses: _run.Crosses(content));
        using var cancellation = Cancellation();
        string[] codes = to < 0 ? ["HW6204"]
            : to >= _model.Current ? ["HW6207"]
            : IsGone(to) ? ["HW6206"]
            : [.. Refusals(content, options), .. IsReclaimable(to) ? ["?HW6206"] : Array.Empty<string>()];
        await _run.OperateAsync($"roll back to {(isNamed ? to : "the one before")}", content, options, codes, hasRival, cancellation is not null,
            () => HotSwap.RollbackAsync(isNamed ? new VersionNumber(to) : null, options, cancellation?.Token ?? default), _ => to);
    }

    private async Task ReverseAsync(bool hasRival)
    {
        if (_model.Canary >= 0)
        {
            await AbandonAsync("reverse", hasRival, () => HotSwap.ReverseAsync());
            return;
        }

        var to = _model.Before;
        var content = to < 0 ? 0 : _model.ContentOf(to);
        var options = new SwapOptions { Mode = SwapMode.UnitOfWork };
        string[] codes = to < 0 ? ["HW6210"]
            : [.. Refusals(content, options), .. _held.Hold(to) ? Array.Empty<string>() : ["?HW6210"]];
        await _run.OperateAsync("reverse", content, options, codes, hasRival, false, () => HotSwap.ReverseAsync(), _ => to);
    }

    private async Task PromoteAsync(bool hasRival)
    {
        var to = _model.Canary;
        var isOn = to >= 0;
        var done = await _run.OperateAsync("promote", isOn ? _model.ContentOf(to) : 0, new SwapOptions { Mode = SwapMode.UnitOfWork }, isOn ? [] : ["HW6222"], hasRival, false,
            () => HotSwap.PromoteAsync(), _ => to);
        if (done && isOn)
            _run.EndCanary();
    }

    private async Task AbandonAsync(string name, bool hasRival, Func<Task<SwapResult>> operation)
    {
        var (result, _) = await _run.RunAsync(name + " (gives the canary back)", [], hasRival, false, operation);
        if (result is null)
            return;
        _run.Expect((result.From.Value, result.To.Value) == (_model.Canary, _model.Current), $"the result says {result.From} to {result.To}");
        _run.EndCanary();
    }

    private async Task ConfirmAsync(bool hasRival)
    {
        var (result, _) = await _run.RunAsync("confirm", _model.Canary >= 0 ? ["HW6220"] : [], hasRival, false, () => HotSwap.ConfirmAsync());
        if (result is null)
            return;
        _run.Expect(result.Version.Value == _model.Current, $"confirmed {result.Version}");
        _model.Confirmed = _model.Current;
    }

    private async Task PurgeAsync(bool hasRival)
    {
        int? version = _random.Next(3) == 0 ? _random.Next(_model.Count + 1) : null;
        string[] codes = version is null ? [] : version == _model.Current || version == _model.Canary ? ["HW6219"] : version == _model.Count ? ["HW6205"] : [];
        var options = new PurgeOptions { Soft = _random.Next(2) == 0, Timeout = s_short, Version = version is { } number ? new VersionNumber(number) : null };
        var (result, _) = await _run.RunAsync($"purge {version}", codes, hasRival, false, () => HotSwap.PurgeAsync(options));
        if (result is not null)
            _run.Expect(result.Versions.All(v => v.Number.Value != _model.Current && v.Number.Value != _model.Canary), "what is in use was purged");
    }

    private Task HoldAsync()
    {
        if (_held.Count == 2)
            return Task.CompletedTask;
        var answers = _held.Open();
        var version = _held.VersionOfLast;
        _run.Note($"hold a unit of version {version}");
        _run.Expect(version == _model.Current || version == _model.Canary, $"a new unit belongs to version {version}");
        _run.Expect(answers.AsSpan().SequenceEqual(StressPatches.AnswersOf(_model.ContentOf(version))), $"a unit of version {version} was answered {string.Join(' ', answers)}");
        return Task.CompletedTask;
    }

    private Task ReleaseAsync()
    {
        if (_held.Count > 0)
        {
            _run.Note("end a held unit");
            _held.Close(_random.Next(_held.Count));
        }

        return Task.CompletedTask;
    }

    // Somebody else's operation at the same time, which changes nothing but may be in the way, or be refused itself.
    private async Task RivalAsync(byte[] patch)
    {
        try
        {
            await HotSwap.CheckAsync(patch, new SwapOptions { Mode = SwapMode.Quiescent });
        }
        catch (SwapException e) when (e.Code is "HW6201" or "HW6114")
        {
            _run.Count("check " + e.Code);
        }
    }

    private SwapOptions Options(bool crosses) => new()
    {
        Mode = crosses && _random.Next(4) != 0 ? (_random.Next(2) == 0 ? null : SwapMode.Quiescent) : s_modes[_random.Next(s_modes.Length)],
        Timeout = _held.Count > 0 ? s_short : s_long,
        AcceptOutsideCalls = _random.Next(3) != 0,
    };

    // What must happen to a turn from the current content to another, and decides whether the hook throws.
    private string[] Refusals(int content, SwapOptions options)
    {
        var crosses = _run.Crosses(content);
        _run.HookThrows = crosses && _random.Next(4) == 0;
        if (crosses && options.Mode is SwapMode.Immediate or SwapMode.UnitOfWork)
            return ["HW6501"];
        if ((crosses || options.Mode == SwapMode.Quiescent) && _held.Count > 0)
            return ["HW6208"];
        if (_run.HookThrows)
            return ["HW6504"];
        return crosses && !options.AcceptOutsideCalls ? ["?HW6506"] : [];
    }

    private CancellationTokenSource? Cancellation() => _random.Next(10) == 0 ? new CancellationTokenSource(TimeSpan.FromMilliseconds(_random.Next(1, 4))) : null;

    private int To(SwapResult result, int content) => To(result, content, HotSwap.GetStatus());

    // A version that is known and loaded is not made again; one that could be unloaded may be gone.
    private int To(SwapResult result, int content, SwapStatus status)
    {
        var permanent = _model.WithContent(content).Where(v => status.Find(new VersionNumber(v)) is { Reclaimable: false }).DefaultIfEmpty(-1).First();
        var version = result.To.Value;
        if (permanent >= 0)
            return permanent;
        if (version == _model.Count)
            _model.Add(content);
        else
            _run.Expect(_model.WithContent(content).Contains(version), $"version {version} does not have the content {content}");
        return version;
    }

    private static bool IsReclaimable(int version) => HotSwap.GetStatus().Find(new VersionNumber(version)) is not { Reclaimable: false };

    private static bool IsGone(int version) => HotSwap.GetStatus().Find(new VersionNumber(version))?.State is null or VersionState.Unloading or VersionState.Unloaded;
}
