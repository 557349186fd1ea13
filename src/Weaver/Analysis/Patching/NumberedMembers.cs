using System.Globalization;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Closures and lambdas by the role that they have under a path, and their numbers there. Several have one number where they are one thing in several builds: deployed, and in earlier patches.</summary>
internal sealed class NumberedMembers
{
    private readonly Dictionary<string, SortedDictionary<int, List<IMemberDefinition>>> _members = new(StringComparer.Ordinal);

    /// <summary>Adds what an earlier patch brought, under the key that it had there.</summary>
    public void Add(IMemberDefinition member, AddedMark mark)
    {
        var at = mark.Generated.LastIndexOf('#');
        if (at > 0 && int.TryParse(mark.Generated.Substring(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            Add(mark.Generated.Substring(0, at), number, member);
    }

    /// <summary>Adds a member under a role and a number.</summary>
    public void Add(string role, int number, IMemberDefinition member)
    {
        if (!_members.TryGetValue(role, out var numbers))
            _members.Add(role, numbers = []);
        if (!numbers.TryGetValue(number, out var same))
            numbers.Add(number, same = []);
        same.Add(member);
    }

    /// <summary>The members of a role in the order of their numbers.</summary>
    public IReadOnlyList<KeyValuePair<int, List<IMemberDefinition>>> FindByRole(string role) => _members.TryGetValue(role, out var numbers) ? [.. numbers] : [];
}
