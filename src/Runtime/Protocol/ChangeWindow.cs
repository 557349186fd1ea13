namespace HotWeave.Protocol;

/// <summary>The time in a quiescent turn when no unit runs and the table is not yet current. Used by the thread that turns, but for <see cref="Reopen"/>.</summary>
internal sealed class ChangeWindow(Epoch main, Epoch next, OutsideCalls outside, Action reopen)
{
    // What runs here belongs to a unit, so that it is no outside call and nothing in it waits at the gate.
    private Unit? _current;
    private Unit? _next;

    internal string OutsideCalls => outside.ToString();

    internal bool AnyOutsideCalls => outside.Any;

    /// <summary>Whether a call reached a type of which nobody may have an object made.</summary>
    internal bool AnyWatchedCalls => outside.AnyWatched;

    /// <summary>Those calls, by name.</summary>
    internal string WatchedCalls => outside.WatchedNames;

    /// <summary>Makes the thread see the version that is to be current, or the one that is.</summary>
    internal void Enter(bool isNext) =>
        Unit.SetAmbient(isNext ? _next ??= Unit.BeginIn(next, "code change") : _current ??= Unit.BeginIn(main, "code change"));

    /// <summary>Ends what <see cref="Enter"/> began, whoever else holds it.</summary>
    internal void Leave()
    {
        try
        {
            Unit.SetAmbient(null);
        }
        finally
        {
            _current?.EndNow();
            _next?.EndNow();
        }
    }

    /// <summary>Looks for calls for the last time; see <see cref="Protocol.OutsideCalls.TryClose"/>.</summary>
    internal bool TryClose(bool acceptCalls) => outside.TryClose(acceptCalls);

    /// <summary>Lets units begin again on the current version, though the turn has not ended. It must not store its table then.</summary>
    internal void Reopen() => reopen();
}
