using Akka.Actor;
using HotWeave.Conformance;
using HotWeave.Runtime;

namespace HotWeave.Akka.Tests.Service;

/// <summary>Puts off what comes until it is open.</summary>
[Swappable]
public sealed class Porter : ReceiveActor, IWithUnboundedStash
{
    public Porter()
    {
        Receive<Carry>(_ => Stash.Stash());
        Receive<Open>(_ =>
        {
            Become(Carrying);
            Stash.UnstashAll();
        });
    }

    public IStash Stash { get; set; } = null!;

    private void Carrying() => Receive<Carry>(_ => Sender.Tell(Part.Of(nameof(Porter))));
}
