using Akka.Actor;

namespace HotWeave.Akka.Mailboxes;

/// <summary>What one actor has been told of swaps. Called in the actor's turns.</summary>
/// <remarks>
/// It is told before it takes the first message of the new version, and not by a message of its own: messages that only the new version's
/// handlers know may be in the mailbox before that one.
/// </remarks>
internal sealed class Telling(ActorCell cell, ExecutionContext outside)
{
    // Read by those who wake actors; written by the actor's turns.
    private volatile ActorBase? _actor;
    private VersionNumber _told;

    // The actor could not take it, as it recovers or waits for its journal, and has stashed it.
    private bool _isPutOff;

    /// <summary>Whether the actor wants to be told. For any thread.</summary>
    internal bool IsWanted => _actor is IOnCodeChange;

    /// <summary>Whether the version has changed since the actor was told.</summary>
    internal bool IsDue => IsWanted && !_isPutOff && FindCurrent() != _told;

    /// <summary>A new actor, whose constructor has run in the caller's version.</summary>
    internal void BeginWith(ActorBase actor)
    {
        _actor = actor;
        _told = UnitOfWork.Version;
        _isPutOff = false;
    }

    /// <summary>The same as <see cref="IsDue"/> in a unit of the current version; in those of others the actor goes on as it is.</summary>
    internal bool IsDueIn(UnitHandle unit) => IsWanted && !_isPutOff && unit.Version != _told && unit.Version == FindCurrent();

    /// <summary>What was put off comes back from the stash.</summary>
    internal void TakeUp() => _isPutOff = false;

    /// <summary>Tells the actor, as if by a message that its behaviour handles: what it throws is a failure like any other.</summary>
    internal void Tell()
    {
        _isPutOff = true;
        cell.BecomeStacked(_ =>
        {
            _isPutOff = false;
            cell.UnbecomeStacked();
            _told = UnitOfWork.Version;
            ((IOnCodeChange)_actor!).OnCodeChange(_told);
            return true;
        });
        cell.Invoke(CodeChange.Envelope);
        if (_isPutOff)
            cell.UnbecomeStacked();
    }

    // Dispatchers may run a turn in the sender's flow of execution, which may be a unit.
    private VersionNumber FindCurrent()
    {
        var version = _told;
        ExecutionContext.Run(outside, _ => version = UnitOfWork.Version, null);
        return version;
    }
}
