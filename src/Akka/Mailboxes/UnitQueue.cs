using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using HotWeave.Akka.Messages;

namespace HotWeave.Akka.Mailboxes;

/// <summary>
/// An actor's messages in their order. Senders add at any time; the dispatcher takes, one thread at a time. While new units have to wait,
/// the queue answers as if it were empty, so that the dispatcher turns to other actors.
/// </summary>
internal sealed class UnitQueue : IUnboundedMessageQueueSemantics, IUnboundedDequeBasedMessageQueueSemantics, IMessageQueue
{
    private readonly ConcurrentQueue<Delivery> _messages = new();

    // What the actor has taken out of its stash; only the actor's own turns touch it.
    private readonly Stack<Delivery> _first = new();

    // Messages lie until somebody wakes the queue. Written by the dispatcher's thread, cleared by any.
    private volatile bool _lies;

    // 1 where the dispatcher is to look even if there is no message, or messages lie: somebody woke the queue, or a message came that may
    // be awaited. Set by any thread after what is to be seen; taken back by the dispatcher's before it looks, with a fence.
    private int _isWoken;

    // How many messages carry something.
    private int _carrying;

    /// <inheritdoc/>
    public bool HasMessages => Volatile.Read(ref _isWoken) != 0 || (!_lies && Count > 0);

    /// <inheritdoc/>
    public int Count => _messages.Count + _first.Count;

    /// <summary>The turns of the actor; null until it has been made.</summary>
    internal ActorTurns? Turns { get; set; }

    /// <inheritdoc/>
    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        if (envelope.Message is Wake)
        {
            _lies = false;
            Volatile.Write(ref _isWoken, 1);
            return;
        }

        var delivery = Note(Delivery.Capture(envelope), 1);
        _messages.Enqueue(delivery);
        if (delivery.Sender is not null)
            Volatile.Write(ref _isWoken, 1);
    }

    /// <inheritdoc/>
    public void EnqueueFirst(Envelope envelope)
    {
        if (envelope.Message is CodeChange)
            Turns?.TakeUpTelling();
        else
            _first.Push(Note(Turns?.FindStashed(envelope) ?? Delivery.Capture(envelope), 1));
    }

    /// <inheritdoc/>
    /// <remarks>Handles the message itself where it can, and then says so: see <see cref="Handled"/>.</remarks>
    public bool TryDequeue(out Envelope envelope)
    {
        Interlocked.Exchange(ref _isWoken, 0);
        if (Turns is { } turns)
            return turns.TryHandleNext(out envelope);
        var isTaken = TryTake(out var next);
        envelope = next.Envelope;
        return isTaken;
    }

    /// <inheritdoc/>
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        Turns?.Stop();
        while (TryTake(out var next))
            deadletters.Enqueue(owner, next.Envelope);
    }

    internal bool TryPeek(out Delivery next) => _first.TryPeek(out next) || _messages.TryPeek(out next);

    internal bool TryTake(out Delivery next)
    {
        if (!_first.TryPop(out next) && !_messages.TryDequeue(out next))
            return false;
        Note(next, -1);
        return true;
    }

    /// <summary>Who waits for one of the messages; null when nobody does.</summary>
    internal MessageScope? FindAwaited() =>
        Volatile.Read(ref _carrying) == 0
            ? null
            : _first.Concat(_messages).Select(static m => m.Sender?.FindOpen()).FirstOrDefault(static s => s is not null);

    /// <summary>Has the messages lie until <see cref="Wake"/> comes.</summary>
    internal void Lie() => _lies = true;

    private Delivery Note(Delivery delivery, int change)
    {
        if (delivery.Sender is not null)
            Interlocked.Add(ref _carrying, change);
        return delivery;
    }
}
