using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace HotWeave.Orleans.Grains;

/// <summary>The application's grains of a silo that have been called since they were activated. Thread-safe; keeps none alive.</summary>
/// <remarks>
/// Calls tell of them, and not what configures them: that is called for contexts too which only stand for others, such as those of
/// stateless workers.
/// </remarks>
internal sealed class LivingGrains
{
    private readonly ConditionalWeakTable<IGrainContext, object> _grains = [];

    /// <summary>Notes that the grain lives; almost always it is known.</summary>
    internal void Add(IGrainContext grain)
    {
        if (!_grains.TryGetValue(grain, out _))
            _grains.TryAdd(grain, this);
    }

    /// <summary>Those that want to be told of swaps.</summary>
    internal List<IGrainContext> FindToTell() =>
        [.. _grains.Select(static g => g.Key).Where(static g => !g.Deactivated.IsCompleted && g.GrainInstance is IOnCodeChange)];

    /// <summary>Those that do not, and whose class, or one above it, is among the types.</summary>
    internal List<IGrainContext> FindChanged(IReadOnlyCollection<string> types) =>
        [.. _grains.Select(static g => g.Key).Where(g => !g.Deactivated.IsCompleted && g.GrainInstance is { } grain and not IOnCodeChange
            && IsAmong(grain.GetType(), types))];

    private static bool IsAmong(Type type, IReadOnlyCollection<string> types)
    {
        for (var next = type; next is not null; next = next.BaseType)
        {
            var named = next.IsConstructedGenericType ? next.GetGenericTypeDefinition() : next;
            if (named.FullName is { } name && types.Contains(name))
                return true;
        }

        return false;
    }
}
