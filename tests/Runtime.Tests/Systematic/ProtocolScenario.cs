using HotWeave.Protocol;
using HotWeave.Runtime.Tests.Protocol;

namespace HotWeave.Runtime.Tests.Systematic;

/// <summary>
/// Units of work with work of their own, here or beyond a queue, callers outside units, an operator and an unload, over two types. Calls are the two steps that woven
/// code makes of them, the load of the slot and the answer, and turns let others run at each of their phases. Checked is what the guarantees
/// promise of each answer.
/// </summary>
internal sealed class ProtocolScenario(Schedule schedule, Defect defect)
{
    private const int Operations = 3;

    // Of patience for units that do not end.
    private const int Forever = 3;

    private static readonly (int First, int Second)[] s_contents = [(0, 0), (1, 1), (0, 2), (2, 2)];

    private readonly Actors _actors = new(schedule);

    // By the number of the epoch; and the numbers of those that were current, in order.
    private readonly Dictionary<long, (int First, int Second)> _tables = new() { [Transition.World.Main.Number] = (0, 0) };
    private readonly List<long> _current = [Transition.World.Main.Number];
    private readonly List<UnitHandle> _handles = [];
    private readonly List<DispatchObject?[]> _entries = [];
    private readonly Queue<Message> _queue = [];

    // What the second type is for good since its plug-in was let go of.
    private int? _last;
    private int _version;

    /// <exception cref="ScheduleException">A promise is broken.</exception>
    internal void Run()
    {
        try
        {
            _actors.Add("operator", Operate());
            _actors.Add("unit 1", Work(hasChild: true));
            _actors.Add("unit 2", Work(hasChild: false));
            _actors.Add("server", Serve());
            _actors.Add("caller", Call());
            if (_actors.Choose(2) == 1)
                _actors.Add("unload", Unload());
            _actors.RunAll();
            CheckEnd();
        }
        finally
        {
            Probe.DoorsAskMain = false;
            Probe.SecondSlot.Last = null;
            _handles.ForEach(static h => h.Dispose());
            Unit.SetAmbient(null);
            Transition.EndCanary(promote: false);
            Transition.Turn(Array.Empty<Dispatch?>(), moveUnits: true);
            // What was taken out of the tables is no turn's business any more.
            Probe.Settle((0, 0));
        }
    }

    private IEnumerable<bool> Operate()
    {
        for (var i = 0; i < Operations; i++)
        {
            yield return Actors.Goes;
            var content = s_contents[_actors.Choose(s_contents.Length)];
            var table = new NextTable(Probe.Table(content.First, _last is null ? content.Second : 0), ++_version);
            content.Second = _last ?? content.Second;
            _entries.Add(table.Entries);
            Probe.DoorsAskMain = defect == Defect.DoorAsksMain;
            switch (_actors.Choose(Transition.World.Canary is null ? 4 : 6))
            {
                case 0 or 1:
                    Turn(table, content, moveUnits: _actors.Choose(2) == 1);
                    break;
                case 2:
                    TurnQuiescent(table, content);
                    break;
                case 3 when Transition.World.Canary is null:
                    var canary = Transition.BeginCanary(table, share: _actors.Choose(2) * Canary.Whole);
                    _tables[canary.Number] = content;
                    break;
                case 3 or 4:
                    var promoted = Transition.World.Canary!.Epoch.Number;
                    Transition.EndCanary(promote: true);
                    _current.Add(promoted);
                    break;
                default:
                    Transition.EndCanary(promote: false);
                    break;
            }

            if (defect == Defect.SettlesEarly)
                Probe.Settle(_tables[_current[^1]]);
        }
    }

    // As an operation of its own, which the swap lock keeps out of others' turns; the protocol refuses it there all the same.
    private IEnumerable<bool> Unload()
    {
        for (var i = 0; i < 10; i++)
        {
            yield return Actors.Goes;
            var second = _tables[_current[^1]].Second;
            if (!Transition.TryTakeOut([Probe.SecondSlot], _entries))
                continue;
            _last = second;
            if (defect == Defect.ForgetsLast)
                Probe.SecondSlot.Last = null;
            yield break;
        }
    }

    private void Turn(NextTable table, (int, int) content, bool moveUnits) => Transition.Turn(table, moveUnits, phase =>
    {
        if (phase == TurnPhase.Turned)
            NoteCurrent(content);
        _actors.RunOthers(static () => true);
    });

    private void TurnQuiescent(NextTable table, (int, int) content)
    {
        using var cancellation = new CancellationTokenSource();
        try
        {
            var turn = new QuiescentTurn { Timeout = Timeout.InfiniteTimeSpan, Cancellation = cancellation.Token, Reached = Reached };
            Transition.TurnQuiescent(table, turn);
        }
        catch (OperationCanceledException)
        {
            // Units did not end: the operator's patience did, and nothing has changed.
        }

        void Reached(TurnPhase phase)
        {
            if (phase == TurnPhase.Turned)
                NoteCurrent(content);
            if (phase == TurnPhase.Drained)
                Require(Transition.NoUnitRuns(), "a unit runs while state is carried over");
            var patience = _actors.Choose(Forever + 1);
            _actors.RunOthers(() => phase != TurnPhase.GateClosed || Transition.NoUnitRuns() || (patience < Forever && patience-- <= 0));
            if (phase != TurnPhase.GateClosed || Transition.NoUnitRuns())
                return;
            Require(patience < Forever, "a turn waits for ever for units that wait at its gate");
            cancellation.Cancel();
        }
    }

    private void NoteCurrent((int, int) content)
    {
        _tables[Transition.World.Main.Number] = content;
        _current.Add(Transition.World.Main.Number);
    }

    private IEnumerable<bool> Work(bool hasChild)
    {
        var early = defect == Defect.SlotBeforeUnit ? Probe.Load(0) : null;
        if (defect == Defect.SlotBeforeUnit)
            yield return Actors.Goes;
        UnitHandle? unit;
        while ((unit = UnitHandle.TryEnterRoot("unit", out _)) is null)
            yield return Actors.Waits;
        _handles.Add(unit);
        var epoch = unit.Unit.Epoch!.Number;
        if (defect == Defect.SlotBeforeUnit)
            Check(0, Probe.Answer(early), epoch, _current.Count - 1, isCounted: true);
        var isChildDone = new bool[1];
        if (hasChild)
            _actors.Add("child", Child(unit.Unit, epoch, isChildDone));
        foreach (var step in CallBoth(unit.Unit, epoch))
            yield return step;
        foreach (var step in hasChild ? [] : AskServer(unit.Unit, epoch))
            yield return step;
        // Awaited, or left behind.
        var awaits = hasChild && _actors.Choose(2) == 1;
        while (awaits && !isChildDone[0])
            yield return Actors.Waits;
        End(unit);
    }

    private IEnumerable<bool> Child(Unit outer, long epoch, bool[] isDone)
    {
        yield return Actors.Goes;
        UnitHandle? nested = null;
        if (defect == Defect.NestedWaits)
        {
            while ((nested = UnitHandle.TryEnterRoot("child", out _)) is null)
                yield return Actors.Waits;
        }
        else if (defect != Defect.NestedDoesNotHold)
        {
            while ((nested = UnitHandle.TryEnter("child", out _)) is null)
                yield return Actors.Waits;
        }

        if (nested is not null)
            _handles.Add(nested);
        // A unit of its own, where the outer one has ended.
        var unit = nested?.Unit ?? outer;
        foreach (var step in CallBoth(unit, ReferenceEquals(unit, outer) ? epoch : unit.Epoch!.Number))
            yield return step;
        if (nested is not null)
            End(nested);
        isDone[0] = true;
    }

    // Sends a message by the unit's object or its name, and awaits the answer or does not.
    private IEnumerable<bool> AskServer(Unit unit, long epoch)
    {
        yield return Actors.Goes;
        var captured = UnitOfWork.Capture();
        var message = new Message(_actors.Choose(2) == 1 ? CapturedUnit.FromTag(captured.Tag) : captured, unit, epoch);
        _queue.Enqueue(message);
        yield return Actors.Goes;
        var awaits = _actors.Choose(2) == 1;
        while (awaits && !message.IsAnswered)
            yield return Actors.Waits;
    }

    private IEnumerable<bool> Serve()
    {
        yield return Actors.Goes;
        while (_queue.Count == 0)
            yield return Actors.Waits;
        var message = _queue.Dequeue();
        UnitHandle? served;
        while ((served = defect == Defect.JoinedWaits ? UnitHandle.TryEnterRoot("served", out _) : message.Captured.TryEnter("served")) is null)
            yield return Actors.Waits;
        _handles.Add(served);
        foreach (var step in CallBoth(served.Unit, ReferenceEquals(served.Unit, message.Unit) ? message.Epoch : served.Unit.Epoch!.Number))
            yield return step;
        End(served);
        message.IsAnswered = true;
    }

    private IEnumerable<bool> Call()
    {
        for (var i = 0; i < 2; i++)
        {
            foreach (var step in CallBoth(null, -1))
                yield return step;
        }
    }

    private IEnumerable<bool> CallBoth(Unit? unit, long epoch)
    {
        ProbeDispatch? kept = null;
        for (var type = 0; type < 2; type++)
        {
            yield return Actors.Goes;
            var loadedAt = _current.Count - 1;
            var isCounted = unit is not null && epoch >= Transition.World.Floor;
            var dispatch = defect == Defect.KeepsSlot && type == 1 && kept is not null ? kept : Probe.Load(type);
            kept = dispatch;
            yield return Actors.Goes;
            Check(type, Probe.Answer(dispatch), epoch, loadedAt, isCounted);
        }
    }

    private void Check(int type, int answer, long epoch, int loadedAt, bool isCounted)
    {
        if (isCounted && answer == Of(_tables[epoch], type))
            return;
        Require(!isCounted || epoch < Transition.World.Floor, $"a unit of epoch {epoch - _current[0]} got {answer} of type {type}");
        var since = _current.Skip(loadedAt).Select(e => _tables[e]).ToList();
        Require(since.Exists(t => Of(t, type) == answer), $"a caller got {answer} of type {type}, and there were only {string.Join(", ", since)}");
    }

    private void CheckEnd()
    {
        Transition.EndCanary(promote: false);
        Transition.TrySettle();
        var (first, second) = _tables[_current[^1]];
        Require(_last is null || _last == second, $"the unloaded type turned to {second}");
        var settled = (first == 0 ? (int?)null : first, second == 0 ? (int?)null : second);
        Require(Probe.Slots() == settled, $"slots hold {Probe.Slots()} when {(first, second)} is all there is");
    }

    // What a thread of the pool would do a little later is done at once, so that a schedule says all.
    private static void End(UnitHandle unit)
    {
        unit.Dispose();
        Transition.TrySettle();
    }

    private static int Of((int First, int Second) content, int type) => type == 0 ? content.First : content.Second;

    private sealed record Message(CapturedUnit Captured, Unit Unit, long Epoch)
    {
        internal bool IsAnswered { get; set; }
    }

    private static void Require(bool isKept, string promise)
    {
        if (!isKept)
            throw new ScheduleException(promise);
    }
}
