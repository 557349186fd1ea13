using Akka.Actor;
using HotWeave.Conformance;
using HotWeave.Runtime;

namespace HotWeave.Akka.Tests.Service;

/// <summary>One of many. Hands on to a child what it is asked.</summary>
[Swappable]
public sealed class Scribe : ReceiveActor
{
    public Scribe()
    {
        var hand = Context.ActorOf(Props.Create<Hand>());
        Receive<Write>(hand.Forward);
        Receive<WriteByTelling>(_ => Sender.Tell(Part.Of(nameof(Scribe))));
        Receive<Look>(_ => Sender.Tell(Part.Of(nameof(Scribe))));
    }
}

[Swappable]
public sealed class Hand : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(Part.Of(nameof(Hand)));
}
