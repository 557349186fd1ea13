using Akka.Actor;
using Akka.Configuration;
using HotWeave.Akka.Tests.Service;
using HotWeave.Conformance;

namespace HotWeave.Akka.Tests.Harness;

/// <summary>This process as the client of the service's actors.</summary>
internal sealed class ActorClient : IServiceClient, IAsyncDisposable
{
    private const int InFlight = 64;

    private readonly ActorSystem _system;
    private readonly int _port;

    internal ActorClient(int port)
    {
        _port = port;
        _system = ActorSystem.Create("client", ConfigurationFactory.ParseString(
            """
            akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = remote }
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            """));
    }

    public Task<Answer> AskAsync(int number) => AskAsync<Answer>($"desk-{number % 8}", new Ask(number));

    public Task<int> CountNotesAsync() => AskAsync<int>("ledger", new CountNotes());

    public Task<Answer> AskBehindAsync() => AskAsync<Answer>("desk-0", new AskBehind());

    public Task<Part> LookAsync() => AskAsync<Part>("shelf-0", new Look());

    public Task<Part> LookAsideAsync(int number) => AskAsync<Part>($"scribe-{number % 400}", new Look());

    public Task<bool> RunUntilCancelledAsync() => AskAsync<bool>("desk-0", new RunUntilCancelled());

    public Task<Part> RunUntilReleasedAsync() => AskAsync<Part>("desk-1", new RunUntilReleased());

    public async Task SendAsync(int number)
    {
        Find("feed").Tell(new Send(number));
        // Nobody slows down who tells: what is under way must not grow for ever.
        if (number % InFlight == 0)
            await FindReceivedAsync();
    }

    public async Task<(int Count, int OutOfOrder, string[] Units)> FindReceivedAsync()
    {
        var received = await AskAsync<Received>("feed", new FindReceived());
        return (received.Count, received.OutOfOrder, received.Units);
    }

    public async ValueTask DisposeAsync() => await _system.Terminate().WaitAsync(ServiceProcess.Limit);

    internal Task<T> AskAsync<T>(string actor, object message) => Find(actor).Ask<T>(message, ServiceProcess.Limit);

    internal void Tell(string actor, object message) => Find(actor).Tell(message);

    private ActorSelection Find(string actor) => _system.ActorSelection($"akka.tcp://service@127.0.0.1:{_port}/user/{actor}");
}
