namespace HotWeave.Weaver.Verification.Types;

/// <summary>What a type derives from.</summary>
/// <param name="Base">Its base; null for interfaces and <c>object</c>.</param>
/// <param name="Interfaces">What it and its bases say they implement, and what those inherit.</param>
/// <param name="IsComplete">Whether all definitions on the way were at hand.</param>
internal sealed record Supertypes(ILType? Base, IReadOnlyList<ILType> Interfaces, bool IsComplete);

/// <summary>Reads bases and interfaces of types from their definitions, with generic arguments filled in.</summary>
internal sealed class TypeHierarchy(TypeTable types)
{
    private static readonly ILType[] NoArguments = [];

    public Supertypes Find(ILType type) => type.Supertypes ??= Read(type);

    private Supertypes Read(ILType type)
    {
        if (type.Name?.Definition is not { } definition)
            return new Supertypes(null, [], IsComplete: false);
        var isComplete = true;
        var interfaces = new List<ILType>();
        var @base = definition.BaseType is { } named ? types.Substitute(types.Read(named), type.Arguments, NoArguments) : null;
        if (@base is not null)
            Add(Find(@base));
        foreach (var implementation in definition.Interfaces)
        {
            var @interface = types.Substitute(types.Read(implementation.InterfaceType), type.Arguments, NoArguments);
            if (!interfaces.Contains(@interface))
                interfaces.Add(@interface);
            Add(Find(@interface));
        }

        return new Supertypes(@base, interfaces, isComplete);

        void Add(Supertypes inherited)
        {
            isComplete &= inherited.IsComplete;
            foreach (var @interface in inherited.Interfaces)
            {
                if (!interfaces.Contains(@interface))
                    interfaces.Add(@interface);
            }
        }
    }
}
