using Akka.Actor;
using HotWeave.Runtime;

namespace HotWeave.Akka.Tests.Service;

/// <summary>Registers its handlers once more when the code has changed, and keeps what it counted.</summary>
[Swappable]
public sealed class Clerk : ReceiveActor, IOnCodeChange
{
    private static int s_told;

    private int _count;
    private int _told;

    public Clerk() => Register();

    public static int Told => Volatile.Read(ref s_told);

    public void OnCodeChange(VersionNumber version)
    {
        _told++;
        Interlocked.Increment(ref s_told);
        Become(Register);
    }

    private void Register()
    {
        Receive<Greet>(_ => Sender.Tell(new Greeting("hello", ++_count, _told)));
        ReceiveAny(_ => Sender.Tell(new Greeting("what?", ++_count, _told)));
    }
}
