using System.Collections.Concurrent;
using HotWeave;

namespace GameServer;

/// <summary>All that lives, and what happens to it at each tick. Only the clock's thread touches it, but for the requests.</summary>
[Swappable]
internal sealed class World
{
    private readonly ConcurrentQueue<Request> _requests = [];
    private readonly List<Entity> _entities = [];

    /// <summary>How many ticks there were.</summary>
    public long Now { get; private set; }

    public IReadOnlyList<Entity> Entities => _entities;

    /// <summary>Has the next tick take a line.</summary>
    public Request Send(Entity? entity, string line)
    {
        var request = new Request(entity, line);
        _requests.Enqueue(request);
        return request;
    }

    public void Tick(long now, double seconds)
    {
        Now = now;
        while (_requests.TryDequeue(out Request? request))
            Take(request);
        foreach (ISystem system in Systems.All)
            system.Update(this, seconds);
    }

    private void Take(Request request)
    {
        if (request.Entity is { } entity)
        {
            request.Answer(Commands.Run(this, entity, request.Line));
            return;
        }

        var newcomer = new Entity(_entities.Count + 1);
        _entities.Add(newcomer);
        request.Enter(newcomer);
    }
}
