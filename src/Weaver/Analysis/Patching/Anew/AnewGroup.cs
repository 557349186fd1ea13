using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Anew;

/// <summary>
/// A deployed type that is to be another one in the new build, with all deployed types that are others then too: what is nested in it,
/// derives from it, or is laid out or called by what it is made of.
/// </summary>
internal sealed class AnewGroup
{
    // More than that is no detail of one piece of code any more.
    private const int Most = 24;

    private readonly HashSet<TypeDefinition> _types = [];

    private readonly ObjectMakers _makers;

    private AnewGroup(TypeDefinition first, ObjectMakers makers) => (First, _makers) = (first, makers);

    /// <summary>The type whose shape changed.</summary>
    public TypeDefinition First { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<TypeDefinition> Types => _types;

    /// <summary>Whether a deployed type is one of them, or was made by the compiler for one.</summary>
    public bool Contains(TypeDefinition type) => _types.Contains(type) || (GeneratedCode.IsGenerated(type) && Contains(type.DeclaringType));

    /// <summary>Whether a type mentions one of them.</summary>
    public bool IsIn(TypeReference type) => TypeMentions.In(type).Any(Contains);

    /// <summary>Finds the group of a type; null where it would take in too much.</summary>
    /// <param name="first">A deployed type.</param>
    /// <param name="makers">Knows who makes objects.</param>
    public static AnewGroup? Find(TypeDefinition first, ObjectMakers makers)
    {
        var group = new AnewGroup(first, makers);
        var written = first.Module.GetTypes().Where(static t => !GeneratedCode.IsGenerated(t) && !GeneratedCode.IsData(t) && t.Name != "<Module>").ToList();
        group.Add(first);
        for (var before = 0; before != group._types.Count;)
        {
            before = group._types.Count;
            foreach (var type in written.Where(t => !group._types.Contains(t) && group.Follows(t)))
                group.Add(type);
            if (before > Most)
                return null;
        }

        return group;
    }

    private void Add(TypeDefinition type)
    {
        _types.Add(type);
        foreach (var nested in type.NestedTypes.Where(static n => !GeneratedCode.IsGenerated(n)))
            Add(nested);
    }

    // Of other classes the field is what keeps a value.
    private bool CanFollow(TypeDefinition type) => type.IsValueType || _makers.AreKnown(type, _types.Contains);

    private bool Follows(TypeDefinition type) =>
        (type.BaseType is not null && IsIn(type.BaseType))
        || type.Interfaces.Any(i => IsIn(i.InterfaceType))
        || type.GenericParameters.SelectMany(static p => p.Constraints).Any(c => IsIn(c.ConstraintType))
        || (CanFollow(type) && type.Fields.Any(f => !f.IsStatic && IsIn(f.FieldType)))
        || (DelegateTypes.Contains(type) && type.Methods.Any(m => TypeMentions.In(m).Any(Contains)));
}
