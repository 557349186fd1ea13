using HotWeave;

namespace PingPong;

/// <summary>What the server does with a ping: the code that is swapped while pings are in flight.</summary>
[Swappable]
internal sealed class PingHandler
{
    private long _served;

    /// <summary>How many pings this object has answered, whichever code did it.</summary>
    public long Served => _served;

    [UnitOfWork] // a ping ends on the version that took it, whatever it calls
    public async ValueTask<Pong> HandleAsync(Ping ping)
    {
        if (ping.Number % 100 == 0)
            await Task.Delay(1); // work: a swap that comes just here leaves this ping to the code that took it
        _served++;
        return new Pong(ping.Number, "v1");
    }
}
