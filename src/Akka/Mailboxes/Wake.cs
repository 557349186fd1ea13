using Akka.Actor;
using Akka.Event;

namespace HotWeave.Akka.Mailboxes;

/// <summary>Has the dispatcher look into a mailbox again. It is sent like a message, but the mailbox does not keep it.</summary>
internal sealed class Wake : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    private Wake()
    {
    }

    internal static Wake Instance { get; } = new();
}
