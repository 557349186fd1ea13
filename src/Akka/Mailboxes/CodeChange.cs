using Akka.Actor;

namespace HotWeave.Akka.Mailboxes;

/// <summary>The turn of an actor in which it is told of a swap, as its behaviour sees it.</summary>
internal sealed class CodeChange : INotInfluenceReceiveTimeout, INoSerializationVerificationNeeded
{
    private CodeChange()
    {
    }

    internal static Envelope Envelope { get; } = new(new CodeChange(), ActorRefs.NoSender);

    public override string ToString() => "code change";
}
