using HotWeave.Protocol;
using HotWeave.Runtime;

namespace HotWeave.Runtime.Tests.Systematic.Control;

/// <summary>Begins and ends units while one allocation after the other fails.</summary>
internal static class InsideFaults
{
    // For what goes on on the thread pool.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>Fails each allocation of one way of beginning and ending a unit, one at a time.</summary>
    /// <returns>How many there were.</returns>
    internal static int FailEach(string way)
    {
        // What is made once was made before.
        Try(way, -1);
        var count = 0;
        while (Try(way, count))
            count++;
        return count;
    }

    private static bool Try(string way, int failing)
    {
        var outer = way is "joined" or "held" or "captured" or "frame in a unit" ? UnitOfWork.EnterRoot("outer") : null;
        var (captured, ambient) = (UnitOfWork.Capture(), Unit.Ambient);
        var before = outer is null ? 0 : 1;
        var ended = new TaskCompletionSource();
        try
        {
            if (way == "at the gate")
                TurnWith(() => Enter(way, failing, captured, ended));
            else
                Enter(way, failing, captured, ended);
        }
        catch (InsufficientMemoryException)
        {
            // Where it is told does not matter here.
        }

        var hasFailed = Faults.Disarm();
        ended.SetResult();
        Require(SpinWait.SpinUntil(() => Transition.Units().Count == before, s_patience), $"{way}, allocation {failing}: {string.Join(", ", Transition.Units().Select(static u => u.Name))} are left");
        Require(outer?.Unit.IsAlive != false, $"{way}, allocation {failing}: the unit around it has ended");
        outer?.Dispose();
        Require(SpinWait.SpinUntil(() => outer?.Unit.IsAlive != true, s_patience), $"{way}, allocation {failing}: the unit around it does not end");
        // A context that no memory was there to change back is one of a unit that has ended.
        Require(Unit.Ambient is null || Unit.Ambient == ambient || !Unit.Ambient.IsAlive, $"{way}, allocation {failing}: the caller is in another unit");
        Unit.SetAmbient(ambient);
        using (UnitOfWork.EnterRoot("after"))
            Require(Transition.Units().Exists(static u => u.Name == "after"), $"{way}, allocation {failing}: a unit is not counted");
        Transition.TrySettle();
        Require(SpinWait.SpinUntil(static () => Transition.OldEpochs().Length == 0, s_patience), $"{way}, allocation {failing}: an older epoch is left");
        return hasFailed;
    }

    private static void Enter(string way, int failing, CapturedUnit captured, TaskCompletionSource ended)
    {
        if (failing >= 0)
            Faults.Arm(failing);
        switch (way)
        {
            case "root":
                UnitOfWork.EnterRoot(way).Dispose();
                break;
            case "joined":
                UnitOfWork.Enter(way).Dispose();
                break;
            case "held":
                UnitOfWork.Hold()!.Dispose();
                break;
            case "captured":
                captured.Enter().Dispose();
                break;
            case "captured elsewhere":
                Unit.SetAmbient(null);
                captured.Enter().Dispose();
                break;
            case "awaited":
                UnitOfWork.EnterAsync(way).GetAwaiter().GetResult().Dispose();
                break;
            case "at the gate":
                _ = EnterAsync(ended.Task);
                break;
            case "frame" or "frame in a unit":
                UnitFrame.Enter(way, out var frame);
                Leave(ref frame, ended.Task);
                break;
            case "of an older version":
                using (UnitOfWork.EnterRoot(way))
                    Transition.Turn(Transition.World.Main.Table, moveUnits: false);
                break;
            case "stream":
                Read(UnitFrame.Stream(way, static _ => Numbers(), []));
                break;
            default:
                throw new ArgumentException("There is no way " + way, nameof(way));
        }
    }

    // As woven code does it.
    private static void Leave(ref UnitFrame frame, Task task)
    {
        try
        {
            frame.LeaveWith(task);
        }
        finally
        {
            frame.Leave();
        }
    }

    private static async Task EnterAsync(Task ended)
    {
        using var unit = await UnitOfWork.EnterAsync("waits");
        await ended;
    }

    private static void Read(IAsyncEnumerable<int> stream)
    {
        var numbers = stream.GetAsyncEnumerator();
        try
        {
            while (numbers.MoveNextAsync().AsTask().GetAwaiter().GetResult())
            {
            }
        }
        finally
        {
            numbers.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static async IAsyncEnumerable<int> Numbers()
    {
        yield return 1;
        await Task.CompletedTask;
    }

    private static void TurnWith(Action run)
    {
        Exception? thrown = null;
        var turn = new QuiescentTurn
        {
            Reached = phase =>
            {
                if (phase != TurnPhase.GateClosed)
                    return;
                try
                {
                    run();
                }
                catch (InsufficientMemoryException e)
                {
                    thrown = e;
                }

                Faults.Disarm();
            },
        };
        Transition.TurnQuiescent(Transition.World.Main.Table, turn);
        if (thrown is not null)
            throw thrown;
    }

    private static void Require(bool isKept, string promise)
    {
        if (!isKept)
            throw new ScheduleException(promise);
    }
}
