using System.Collections.Concurrent;

namespace HotWeave.Akka.Mailboxes;

/// <summary>The actors of an application that live, to be woken where they want to be told of a swap. Thread-safe.</summary>
internal sealed class LivingTurns
{
    private readonly ConcurrentDictionary<ActorTurns, bool> _turns = new();

    internal void Add(ActorTurns turns) => _turns.TryAdd(turns, true);

    internal void Remove(ActorTurns turns) => _turns.TryRemove(turns, out _);

    internal void AwakeThoseToTell()
    {
        foreach (var (turns, _) in _turns)
        {
            if (turns.IsTold)
                turns.Awake();
        }
    }
}
