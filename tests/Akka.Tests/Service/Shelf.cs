using Akka.Actor;
using HotWeave.Conformance;
using HotWeave.Runtime;

namespace HotWeave.Akka.Tests.Service;

/// <summary>Answers what a desk asks with the help of a scribe.</summary>
[Swappable]
public sealed class Shelf : ReceiveActor
{
    private readonly ActorSelection _scribe = Context.ActorSelection("/user/scribe-0");
    private IActorRef _asking = ActorRefs.Nobody;

    public Shelf()
    {
        // The handler has returned before the scribe answers.
        Receive<Read>(_ => ReadAsync(_scribe).PipeTo(Sender));
        Receive<ReadByTelling>(_ =>
        {
            _asking = Sender;
            _scribe.Tell(new WriteByTelling(), Self);
        });
        Receive<Part>(part => _asking.Tell(new[] { part, Part.Of(nameof(Shelf)) }));
        Receive<Look>(_ => Sender.Tell(Part.Of(nameof(Shelf))));
    }

    private static async Task<Part[]> ReadAsync(ActorSelection scribe)
    {
        var before = Part.Of(nameof(Shelf));
        var part = await scribe.Ask<Part>(new Write());
        return [before, part, Part.Of(nameof(Shelf))];
    }
}
