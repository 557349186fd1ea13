using System.Collections.Concurrent;

namespace HotWeave.Runtime.Tests.Concurrency;

/// <summary>Threads and tasks that call all exports, outside units and inside, and hold each answer against what was done to the process.</summary>
internal sealed class Load
{
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly Func<int>[] _exports;
    private readonly AnswerHistory _history;
    private readonly Task[] _workers;
    private bool _stop;
    private int _inUnits;
    private long _calls;
    private long _units;

    internal Load(Func<int>[] exports, AnswerHistory history, int seed)
    {
        _exports = exports;
        _history = history;
        _workers =
        [
            Task.Factory.StartNew(CallOutside, default, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            .. Enumerable.Range(1, 2).Select(i => Task.Factory.StartNew(() => RunUnits(new Random(seed + i)), default, TaskCreationOptions.LongRunning, TaskScheduler.Default)),
            Task.Run(() => RunUnitsAsync(new Random(seed + 3))),
        ];
    }

    /// <summary>Units that have begun and not ended, as their own code knows.</summary>
    internal int InUnits => Volatile.Read(ref _inUnits);

    internal long Calls => Interlocked.Read(ref _calls);

    internal long Units => Interlocked.Read(ref _units);

    internal IEnumerable<string> Violations => _violations;

    internal async Task StopAsync()
    {
        Volatile.Write(ref _stop, true);
        await Task.WhenAll(_workers);
    }

    internal void Violate(string what) => _violations.Enqueue(what);

    private bool GoesOn => !Volatile.Read(ref _stop) && _violations.IsEmpty;

    private int[] Ask()
    {
        var answers = new int[_exports.Length];
        for (var type = 0; type < answers.Length; type++)
            answers[type] = _exports[type]();
        Interlocked.Add(ref _calls, answers.Length);
        return answers;
    }

    private void CallOutside()
    {
        var last = 0;
        while (GoesOn)
        {
            last = AskOutside(last);
            // The machine may have fewer processors than there are callers, and the one who operates needs one too.
            Thread.Yield();
        }
    }

    // RULES 45: no call is answered by an earlier turn than the one before it, nor by one that was over when it began.
    private int AskOutside(int last)
    {
        for (var type = 0; type < _exports.Length; type++)
        {
            var done = _history.Done;
            var answer = _exports[type]();
            var announced = _history.Announced;
            var turn = _history.Find(type, answer, Math.Max(last, done), announced);
            if (turn < 0)
                Violate($"outside units type {type} answered {answer} between turns {done} and {announced}, after turn {last}");
            last = Math.Max(last, turn);
        }

        Interlocked.Add(ref _calls, _exports.Length);
        return last;
    }

    private void RunUnits(Random random)
    {
        var last = 0;
        while (GoesOn)
        {
            var view = new View(this, last);
            using (UnitOfWork.Enter("load"))
            {
                Interlocked.Increment(ref _inUnits);
                for (var i = random.Next(4); i >= 0; i--)
                    view.Check(Ask());
                if (random.Next(4) == 0)
                {
                    using (UnitOfWork.Enter("nested"))
                        view.Check(Ask());
                }

                Interlocked.Decrement(ref _inUnits);
            }

            Interlocked.Increment(ref _units);
            last = AskOutside(view.Last);
            Thread.Yield();
        }
    }

    private async Task RunUnitsAsync(Random random)
    {
        var last = 0;
        while (GoesOn)
        {
            var view = new View(this, last);
            using (await UnitOfWork.EnterAsync("load"))
            {
                Interlocked.Increment(ref _inUnits);
                view.Check(Ask());
                for (var i = random.Next(3); i > 0; i--)
                {
                    await Task.Yield();
                    view.Check(Ask());
                }

                if (random.Next(4) == 0)
                    view.Check(await Task.Run(Ask));
                Interlocked.Decrement(ref _inUnits);
            }

            Interlocked.Increment(ref _units);
            last = AskOutside(view.Last);
            await Task.Yield();
        }
    }

    /// <summary>What one unit sees: one version of all types from its first call to its last, unless a turn moves it.</summary>
    private sealed class View
    {
        private readonly Load _load;
        private readonly AnswerHistory _history;
        private readonly int _done;
        private readonly int _canariesEnded;
        private readonly int _moves;
        private int[]? _first;

        /// <summary>Made before the unit is entered.</summary>
        internal View(Load load, int last)
        {
            (_load, _history, Last) = (load, load._history, last);
            _moves = _history.MovesDone;
            _canariesEnded = _history.CanariesEnded;
            _done = _history.Done;
        }

        /// <summary>The latest turn that has surely answered the flow; a canary's answers are no turn's.</summary>
        internal int Last { get; private set; }

        internal void Check(int[] answers)
        {
            var begun = _history.CanariesBegun;
            var announced = _history.Announced;
            if (_history.MovesAnnounced != _moves)
                return;
            if (_first is null)
            {
                _first = answers;
                var turn = _history.Find(answers, Math.Max(Last, _done)..(announced + 1), _canariesEnded..begun, out var mayBeCanary);
                if (turn < 0 && !mayBeCanary)
                    _load.Violate($"a unit that began between turns {_done} and {announced} after turn {Last} was answered {string.Join(' ', answers)}");
                Last = Math.Max(Last, turn);
            }
            else if (!_first.AsSpan().SequenceEqual(answers))
            {
                _load.Violate($"a unit was answered {string.Join(' ', _first)}, then {string.Join(' ', answers)}");
            }
        }
    }
}
