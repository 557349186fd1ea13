using HotWeave.Guarding;
using HotWeave.Protocol;
using HotWeave.Turning;
using HotWeave.Versions;

namespace HotWeave.Swapping;

/// <summary>
/// Lets go of what patches brought to a plug-in that is being unloaded. What of it still runs keeps the code that it has; the process only does
/// not hold that any more, so that all of it goes with the plug-in's last reference.
/// </summary>
/// <remarks>
/// Waits for no operation: it is done by whoever comes last, the unload, the operation that was under way, or the last unit of an older version. An
/// operation that comes meanwhile waits for it, and is not refused.
/// </remarks>
internal sealed class Unloads(VersionRegistry registry, PreparedPatches prepared, UnloadingContexts contexts, Action<string> overrule)
{
    // Set before the lock is asked for, and cleared under it: who finds it taken has left word for its holder.
    private int _isAsked;

    /// <summary>Looks for plug-ins that are being unloaded; not by an operation that holds the lock.</summary>
    internal void Look(SwapLock swapLock)
    {
        if (contexts.Find().Count == 0)
            return;
        Interlocked.Exchange(ref _isAsked, 1);
        while (Volatile.Read(ref _isAsked) != 0 && swapLock.TryRunOwnWork(Run))
        {
        }
    }

    private void Run()
    {
        Interlocked.Exchange(ref _isAsked, 0);
        OwnWork.Run("letting go of what is being unloaded", TakeOut);
    }

    private void TakeOut()
    {
        foreach (var context in contexts.Find())
        {
            registry.Patches.Unpin(prepared.TakeOut(context));
            var current = registry.Current.Number;
            if (!registry.TryTakeOut(context) || registry.Current.Number == current)
                continue;
            TurnToCurrent();
            overrule("the load context that the version was for is unloaded");
        }
    }

    // The tables are equal, so that no call is answered otherwise; units that begin from now on say the right number.
    private void TurnToCurrent()
    {
        var current = registry.Current;
        Transition.Turn(new NextTable(current.Table!, current.Number.Value), moveUnits: false);
    }
}
