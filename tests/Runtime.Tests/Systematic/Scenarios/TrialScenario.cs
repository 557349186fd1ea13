using HotWeave.Runtime.Tests.Systematic.Control;

namespace HotWeave.Runtime.Tests.Systematic.Scenarios;

/// <summary>A trial comes to its verdict while an operator decides otherwise, or applies another patch.</summary>
internal sealed class TrialScenario : SwapScenario
{
    private readonly TrialClock _clock = new();
    private readonly List<TrialVerdict> _told = [];
    private readonly SwapOptions _options;

    internal TrialScenario(Scheduler scheduler)
        : base(scheduler)
    {
        var probation = new ProbationOptions
        {
            Clock = _clock,
            MinUnits = 1,
            Window = TimeSpan.FromMinutes(1),
            Share = Chance() ? 1 : 0.5,
            MaxErrorRate = 0,
            ConfirmOnSuccess = Chance(),
        };
        _options = new SwapOptions { Mode = SwapMode.UnitOfWork, Probation = probation };
        HotSwap.TrialEnded += Note;
    }

    protected override IEnumerable<(string Name, Action Run)> Threads()
    {
        var (first, second) = (Prepare(1, isReclaimable: true, _options), Prepare(2, isReclaimable: true, Chance() ? _options : _options with { Probation = null }));
        return
        [
            ("applies", () =>
            {
                Do("apply 1", () => first.CommitAsync());
                if (Chance())
                    Do("apply 2", () => second.CommitAsync());
            }),
            ("decides", Decide),
            ("clock", () =>
            {
                for (var i = 0; i < 4; i++)
                    _clock.Tick(TimeSpan.FromSeconds(20));
            }),
            ("unit a", () => Work("a")),
            ("unit b", () => Work("b")),
        ];
    }

    protected override void CheckAtRest()
    {
        base.CheckAtRest();
        var trial = Swapper.GetStatus().Trial;
        Require(_told.TrueForAll(static v => v is not (TrialVerdict.Pending or TrialVerdict.Overruled)), $"the end of a trial is told of that has none: {string.Join(", ", _told)}");
        Require(_told.Count <= 2, "a trial ends once");
        if (Registry.Canary is { } canary)
            Require(trial is { Verdict: TrialVerdict.Pending or TrialVerdict.Inconclusive } && trial.Version == canary.Number, "a share of the units has a version whose trial is over");
        else
            Require(trial is not { Verdict: TrialVerdict.Pending } || trial.Version == Registry.Current.Number, "a trial goes on whose version is not current");
    }

    public override void Dispose()
    {
        HotSwap.TrialEnded -= Note;
        base.Dispose();
    }

    private void Decide()
    {
        for (var i = 0; i < 2; i++)
        {
            switch (Scheduler.Schedule.Choose(4))
            {
                case 0:
                    Do("roll back", () => Swapper.RollbackAsync(null, new SwapOptions { Mode = SwapMode.UnitOfWork }, default));
                    break;
                case 1:
                    Do("roll back to the baseline", () => Swapper.RollbackAsync(VersionNumber.Baseline, new SwapOptions { Mode = SwapMode.UnitOfWork }, default));
                    break;
                case 2:
                    Do("promote", () => Swapper.PromoteAsync(default));
                    break;
                default:
                    Do("confirm", () => Swapper.ConfirmAsync(null, default));
                    break;
            }
        }
    }

    private void Work(string name)
    {
        UnitOfWork.SetKey(name + Scheduler.Schedule.Choose(4));
        for (var i = 0; i < 2; i++)
            Work(name, isMoved: false, () => Scheduler.Schedule.Choose(3) == 0);
    }

    private void Note(object? sender, TrialEventArgs e) => _told.Add(e.Trial.Verdict);

    /// <summary>Its time passes when a thread of the scenario says so, which does what a tick of a timer does.</summary>
    private sealed class TrialClock : TimeProvider
    {
        private long _now;
        private readonly List<Timer> _timers = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(() => callback(state));
            _timers.Add(timer);
            return timer;
        }

        internal void Tick(TimeSpan time)
        {
            _now += time.Ticks;
            foreach (var timer in _timers.ToList())
            {
                Controlled.Pass();
                timer.Tick();
            }
        }

        private sealed class Timer(Action tick) : ITimer
        {
            private bool _isDisposed;

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => _isDisposed = true;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }

            internal void Tick()
            {
                if (!_isDisposed)
                    tick();
            }
        }
    }
}
