using HotWeave.Protocol;

namespace HotWeave.Purging;

/// <summary>The units of work that run versions which are not current.</summary>
internal static class OldUnits
{
    internal static List<Unit> Of(Func<VersionNumber, bool> isMeant)
    {
        var floor = Transition.World.Floor;
        return Transition.Units().FindAll(u => u.IsAtLeast(floor) && isMeant(new VersionNumber(u.Version)));
    }

    /// <summary>Signals the tokens of those units, and waits until none is left or the time is over.</summary>
    internal static void AskToEnd(Func<VersionNumber, bool> isMeant, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // An old epoch whose last unit leaves is settled; a unit that leaves its epoch's others behind need not wake anybody.
        // Not disposed: whoever raises the event may have read the handler before it was taken off, and calls it later.
        var settled = new AutoResetEvent(false);
        void OnSettled() => settled.Set();
        Transition.Settled += OnSettled;
        try
        {
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            foreach (var unit in Of(isMeant))
                unit.Cancellation.Request();
            var isSought = false;
            while (Of(isMeant).Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var left = timeout - System.Diagnostics.Stopwatch.GetElapsedTime(began);
                if (left <= TimeSpan.Zero)
                    return;
                if (!isSought && left <= timeout / 2)
                {
                    isSought = true;
                    LostUnits.Seek();
                }

                WaitHandle.WaitAny([settled, cancellationToken.WaitHandle], isSought ? left : left - (timeout / 2));
            }
        }
        finally
        {
            Transition.Settled -= OnSettled;
        }
    }
}
