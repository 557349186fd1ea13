using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HotWeave.Loading;
using HotWeave.State;

namespace HotWeave.CodeChange;

/// <summary>One step of a type's state, with the hooks that take it.</summary>
/// <param name="Direction">Which way it goes.</param>
/// <param name="From">The number that the state has.</param>
/// <param name="To">The number that it gets.</param>
/// <param name="Hooks">What is called, at most one hook per object and one per type.</param>
internal sealed record ChangeStep(CodeChangeDirection Direction, int From, int To, IReadOnlyList<BoundHook> Hooks);

/// <summary>What happens to a type's state in a swap: the steps, in order.</summary>
internal sealed record TypeChange(Type Type, IReadOnlyList<ChangeStep> Steps)
{
    /// <summary>Set where objects were converted one by one, so that each has its own number.</summary>
    internal BoundShape? Lazy { get; init; }

    /// <summary>The steps for an object; with numbers of their own, those from its own on.</summary>
    internal IEnumerable<ChangeStep> StepsFor(object instance, Type level)
    {
        if (Lazy is null)
            return Steps;
        var number = ShapeMarks.NumberOf(instance, level, Lazy.Deployed);
        return Steps.Where(s => s.Direction == CodeChangeDirection.Up ? s.From >= number : s.From <= number);
    }

    /// <summary>The type, with its type arguments, as an ancestor of an object's class; null where it is none.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Only the chain of base types is looked at.")]
    internal Type? LevelOf(Type type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            if (level == Type || (level.IsGenericType && level.GetGenericTypeDefinition() == Type))
                return level;
        }

        return null;
    }
}
