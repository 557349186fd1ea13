using System.Runtime.CompilerServices;
using Akka.Actor;
using HotWeave.Akka.Messages;

namespace HotWeave.Akka.Mailboxes;

/// <summary>
/// The turns of one actor: makes each message a unit of work, or a part of the one that asks, and tells the actor of swaps. Called by the
/// dispatcher's threads, one at a time, with the actor's context set.
/// </summary>
/// <remarks>
/// A message is handled within <see cref="TryHandleNext"/>, as only there its end is known. The cell keeps the message that failed, and
/// the mailbox is suspended while a handler awaits. What a suspended actor has of its message, such as the sender, it must find when it
/// goes on, so that nothing is dispatched after it.
/// </remarks>
internal sealed class ActorTurns(ActorCell cell, UnitQueue queue, LivingTurns living, ExecutionContext outside)
{
    private readonly Telling _telling = new(cell, outside);

    // What messages carried that may be in the stash, by message.
    private ConditionalWeakTable<object, object>? _stashed;

    // Of the message whose handler has not ended.
    private UnitHandle? _unit;
    private MessageScope? _scope;
    private bool _isPart;

    private UnitNames? _names;
    private bool _isOfApplication;

    // 1 while somebody waits for the gate on behalf of the queue.
    private int _waits;

    /// <summary>A new actor takes the place of what was there: it is the first, or the one before has failed.</summary>
    internal void BeginWith(ActorBase actor, bool isOfApplication)
    {
        _telling.BeginWith(actor);
        _names = UnitNames.Find(actor.GetType());
        _isOfApplication = isOfApplication;
        _stashed = actor is IActorStash ? _stashed ?? [] : null;
        if (isOfApplication)
            living.Add(this);
    }

    /// <summary>The actor that fails is let go; what failed is still known.</summary>
    internal void EndFailed()
    {
        if (cell.CurrentMessage is not null)
            EndHandling();
    }

    /// <summary>The actor has stopped.</summary>
    internal void Stop()
    {
        EndHandling();
        living.Remove(this);
    }

    /// <summary>Whether the actor wants to be told of swaps.</summary>
    internal bool IsTold => _telling.IsWanted;

    /// <summary>Has the dispatcher look at the actor. For any thread.</summary>
    internal void Awake() => cell.SendMessage(new Envelope(Wake.Instance, ActorRefs.NoSender));

    /// <summary>What the message carried that comes back from the stash; null where it carried nothing.</summary>
    internal Delivery? FindStashed(Envelope envelope) =>
        _stashed is { } stashed && stashed.TryGetValue(envelope.Message, out var carried)
            ? (Delivery)carried with { Envelope = envelope }
            : null;

    /// <summary>What the actor could not be told comes back from the stash.</summary>
    internal void TakeUpTelling() => _telling.TakeUp();

    /// <summary>Handles the next message.</summary>
    /// <param name="envelope">What the dispatcher is to invoke.</param>
    /// <returns>False where the dispatcher has nothing to do: no message may be handled now, or what was handled has left the actor
    /// suspended.</returns>
    internal bool TryHandleNext(out Envelope envelope)
    {
        // It awaited until now.
        EndHandling();
        envelope = Handled.Envelope;
        var before = ExecutionContext.Capture();
        try
        {
            return _isOfApplication ? TryTakeTurn() : TryPassOn(ref envelope);
        }
        finally
        {
            if (before is not null)
                ExecutionContext.Restore(before);
        }
    }

    private bool TryTakeTurn()
    {
        while (true)
        {
            var hasNext = queue.TryPeek(out var next);
            if (!hasNext && !_telling.IsDue)
                return false;
            if (TryEnter(next, hasNext) is not { } unit)
            {
                Lie();
                return false;
            }

            if (_telling.IsDueIn(unit))
            {
                // It may take messages out of its stash, which then come first.
                if (!Handle(unit, new Delivery(CodeChange.Envelope, default, null)))
                    return false;
            }
            else if (hasNext)
            {
                queue.TryTake(out next);
                NoteForStash(next);
                return Handle(unit, next);
            }
            else
            {
                unit.Dispose();
                return false;
            }
        }
    }

    // What belongs to Akka is no unit and never waits, but is passed through by what it is sent for.
    private bool TryPassOn(ref Envelope envelope)
    {
        if (!queue.TryTake(out var next))
            return false;
        if (next.Sender?.FindOpen() is null)
        {
            envelope = next.Envelope;
            return true;
        }

        MessageScope.PassOn(next.Sender);
        cell.Invoke(next.Envelope);
        return !IsSuspended;
    }

    // In this method's own flow, so that the unit is that of the message.
    private UnitHandle? TryEnter(Delivery next, bool hasNext)
    {
        _isPart = true;
        var name = hasNext ? _names!.FindName(next.Envelope.Message) : _names!.FindName(typeof(IOnCodeChange));
        if (next.Asking.IsRunning && next.Asking.TryEnter(name) is { } asking)
            return asking;
        if (UnitOfWork.TryEnterRoot(name) is { } root)
        {
            _isPart = false;
            return root;
        }

        // The swap waits for a unit, and that one for this message or one behind it.
        while (hasNext && (next.Sender?.FindOpen() ?? queue.FindAwaited()) is { } awaiting)
        {
            if (awaiting.Unit.TryEnter(name) is { } part)
                return part;
        }

        return null;
    }

    private bool Handle(UnitHandle unit, Delivery message)
    {
        _unit = unit;
        _scope = MessageScope.Begin(message.Sender);
        var hasReturned = false;
        try
        {
            if (message.Envelope.Message is CodeChange)
                _telling.Tell();
            else
                cell.Invoke(message.Envelope);
            hasReturned = true;
        }
        finally
        {
            if (!hasReturned)
                EndHandling();
        }

        // An asynchronous handler is ended by the next turn, which comes when it has.
        var isSuspended = IsSuspended;
        if (!IsAwaiting)
            EndHandling();
        return !isSuspended;
    }

    private bool IsAwaiting =>
        cell.CurrentMessage is null && (MailboxSuspension.IsKnown ? IsSuspended : cell.TaskScheduler.CurrentMessage is not null);

    private bool IsSuspended => MailboxSuspension.IsSuspended(cell.Mailbox);

    private void EndHandling()
    {
        if (_unit is null)
            return;
        // Who asks may handle what is thrown.
        if (cell.CurrentMessage is not null && !_isPart)
            _unit.Fail();
        _scope!.Close();
        _unit.Dispose();
        (_unit, _scope) = (null, null);
    }

    private void NoteForStash(Delivery next)
    {
        if (_stashed is not null && (next.Sender is not null || next.Asking != default))
            _stashed.AddOrUpdate(next.Envelope.Message, next);
    }

    private void Lie()
    {
        queue.Lie();
        if (Interlocked.Exchange(ref _waits, 1) == 0)
            _ = AwakeAtGateAsync();
    }

    private async Task AwakeAtGateAsync()
    {
        await UnitOfWork.WaitForGateAsync().ConfigureAwait(false);
        Volatile.Write(ref _waits, 0);
        Awake();
    }
}
