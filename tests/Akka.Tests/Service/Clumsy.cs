using Akka.Actor;
using HotWeave.Runtime;

namespace HotWeave.Akka.Tests.Service;

/// <summary>Stumbles over a message, and tells who sent it what it stumbled over.</summary>
[Swappable]
public sealed class Clumsy : ReceiveActor
{
    private static int s_times;

    public Clumsy()
    {
        ReceiveAsync<Stumble>(async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("It stumbled.");
        });
        Receive<Look>(_ => throw new InvalidOperationException("It looked away."));
    }

    protected override void PreRestart(Exception reason, object message)
    {
        Sender.Tell(new Stumbled(Interlocked.Increment(ref s_times), message?.GetType().Name));
        base.PreRestart(reason, message);
    }
}
