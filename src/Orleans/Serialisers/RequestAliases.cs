using System.Reflection;
using Orleans;
using Orleans.Serialization.TypeSystem;

namespace HotWeave.Orleans.Serialisers;

/// <summary>
/// The names under which other silos send the requests of new methods: parts of a tree that Orleans keeps and reads without a lock. So a
/// node is given a copy of its branches with one more, at once.
/// </summary>
internal sealed class RequestAliases(CompoundTypeAliasTree root)
{
    // Not public. Where a later Orleans has it no more, other silos' calls of new methods are refused.
    private static readonly FieldInfo? s_branches = FindBranches();

    /// <summary>Adds the name that the generator gave a request, if it gave one. Called by one thread at a time.</summary>
    /// <returns>False where it could not be added.</returns>
    internal bool TryAdd(Type request)
    {
        if (request.GetCustomAttribute<CompoundTypeAliasAttribute>() is not { Components.Length: > 0 } alias)
            return true;
        if (s_branches is null)
            return false;
        var (node, depth) = (root, 0);
        while (ReadBranches(node).TryGetValue(alias.Components[depth], out var next))
        {
            if (++depth == alias.Components.Length)
                return true;
            node = next;
        }

        var branches = new Dictionary<object, CompoundTypeAliasTree>(ReadBranches(node));
        var grown = ReadBranches(Grow(alias.Components[depth..], request));
        branches.Add(alias.Components[depth], grown[alias.Components[depth]]);
        s_branches.SetValue(node, branches);
        return true;
    }

    private static Dictionary<object, CompoundTypeAliasTree> ReadBranches(CompoundTypeAliasTree node) =>
        (Dictionary<object, CompoundTypeAliasTree>?)s_branches!.GetValue(node) ?? [];

    // A branch of a tree that nobody reads.
    private static CompoundTypeAliasTree Grow(object[] components, Type request)
    {
        var seedling = CompoundTypeAliasTree.Create();
        var node = seedling;
        for (var i = 0; i < components.Length; i++)
        {
            var value = i == components.Length - 1 ? request : null;
            node = (components[i], value) switch
            {
                (Type key, null) => node.Add(key),
                (Type key, _) => node.Add(key, value),
                (string key, null) => node.Add(key),
                (string key, _) => node.Add(key, value),
                _ => throw new NotSupportedException($"A part of the alias of {request} is a {components[i].GetType()}."),
            };
        }

        return seedling;
    }

    private static FieldInfo? FindBranches()
    {
        var field = typeof(CompoundTypeAliasTree).GetField("_children", BindingFlags.Instance | BindingFlags.NonPublic);
        return field?.FieldType == typeof(Dictionary<object, CompoundTypeAliasTree>) ? field : null;
    }
}
