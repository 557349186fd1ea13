namespace HotWeave.Akka;

/// <summary>
/// An actor that is told when the code has changed while it lives: to do once more what its constructor did, such as to register handlers
/// for messages (<c>Become(Ready)</c>) or to begin a timer.
/// </summary>
public interface IOnCodeChange
{
    /// <summary>
    /// Called after a swap, rollbacks too, in a turn of the actor, before it takes the first message of the version that is current then,
    /// and as a unit of work of that version. An actor that is made afterwards is not told.
    /// </summary>
    /// <param name="version">The version that is current.</param>
    /// <remarks>What it throws is a failure of the actor, which its supervisor handles. It may use what handlers of messages may.</remarks>
    void OnCodeChange(VersionNumber version);
}
