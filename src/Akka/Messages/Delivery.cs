using Akka.Actor;

namespace HotWeave.Akka.Messages;

/// <summary>A message in a mailbox, with what it carries along from where it was sent.</summary>
/// <param name="Envelope">The message and its sender.</param>
/// <param name="Asking">The unit that asks and may wait for the answer; none for a message that was told.</param>
/// <param name="Sender">The handling that sent it, or who asks; null outside both.</param>
internal readonly record struct Delivery(Envelope Envelope, CapturedUnit Asking, MessageScope? Sender)
{
    /// <summary>Takes along what the caller is in.</summary>
    internal static Delivery Capture(Envelope envelope)
    {
        var sender = MessageScope.Capture();
        if (!IsAsk(envelope.Sender))
            return new Delivery(envelope, default, sender);
        var unit = UnitOfWork.Capture();
        return new Delivery(envelope, unit.IsRunning ? unit : sender?.Unit ?? default, sender);
    }

    // Who asks gets the answer by a reference of its own, which those who forward the question hand on.
    private static bool IsAsk(IActorRef? sender)
    {
        if (sender is not MinimalActorRef)
            return false;
        for (var type = sender.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(FutureActorRef<>))
                return true;
        }

        return false;
    }
}
