using Akka.Actor;

namespace HotWeave.Akka.Mailboxes;

/// <summary>
/// What the dispatcher is given after a message that has been handled, so that it goes on as after that message: an actor does nothing at
/// a message of this kind that it does not know.
/// </summary>
internal sealed class Handled : IAutoReceivedMessage, INotInfluenceReceiveTimeout
{
    private Handled()
    {
    }

    internal static Envelope Envelope { get; } = new(new Handled(), ActorRefs.NoSender);

    public override string ToString() => "handled";
}
