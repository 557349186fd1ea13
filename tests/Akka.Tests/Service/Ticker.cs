using Akka.Actor;
using HotWeave.Conformance;
using HotWeave.Runtime;

namespace HotWeave.Akka.Tests.Service;

/// <summary>Ticks by a timer from when it is told to: what ticks is a unit, which tests that count units can do without.</summary>
[Swappable]
public sealed class Ticker : ReceiveActor, IWithTimers
{
    private Part _last = Part.Of("none");

    public Ticker()
    {
        Receive<Tick>(_ => _last = Part.Of(nameof(Ticker)));
        Receive<Open>(_ => Timers.StartPeriodicTimer("tick", new Tick(), TimeSpan.FromMilliseconds(5)));
        Receive<Look>(_ => Sender.Tell(_last));
    }

    public ITimerScheduler Timers { get; set; } = null!;
}
