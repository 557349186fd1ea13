namespace HotWeave.Orleans;

/// <summary>
/// A grain that is told when the code has changed while it lives: to do once more what its activation did, such as to begin a timer or to
/// subscribe to a stream, or to ask for its deactivation.
/// </summary>
public interface IOnCodeChange
{
    /// <summary>
    /// Called after a swap, rollbacks too, as a call of the grain: in a turn of its own and as a unit of work of the new version. A grain
    /// that is activated afterwards is not told.
    /// </summary>
    /// <param name="version">The version that is current.</param>
    /// <returns>When it is done. What it throws is logged.</returns>
    Task OnCodeChangeAsync(VersionNumber version);
}
