using System.Text.RegularExpressions;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Naming;

/// <summary>
/// Gives types that are local to a file their deployed names. The compiler puts a hash of the file's path there, so a build in another
/// folder has others; which file it is, the rest of the name says.
/// </summary>
internal static class FileLocalNames
{
    // <Orders>F3A2B...__Parser
    private static readonly Regex Name = new("^(<[^>]*>F)[0-9A-F]{64}(__.+)$", RegexOptions.CultureInvariant);

    /// <summary>Renames the types of the new build, in memory.</summary>
    public static void Align(ModuleDefinition old, ModuleDefinition @new)
    {
        var moved = Local(@new);
        if (moved.Count == 0)
            return;
        var deployed = Local(old);
        foreach (var found in moved.Where(m => deployed.ContainsKey(m.Key)))
        {
            // Several files of one name: they stand in the order in which the compiler was given them.
            var (types, partners) = (Without(found.Value, deployed[found.Key]), Without(deployed[found.Key], found.Value));
            for (var i = 0; i < types.Count && types.Count == partners.Count; i++)
                TypeName.Set(types[i], partners[i].Name);
        }
    }

    private static List<TypeDefinition> Without(List<TypeDefinition> types, List<TypeDefinition> others) =>
        [.. types.Where(t => others.TrueForAll(o => o.Name != t.Name))];

    private static Dictionary<string, List<TypeDefinition>> Local(ModuleDefinition module)
    {
        var found = new Dictionary<string, List<TypeDefinition>>(StringComparer.Ordinal);
        foreach (var type in module.Types.Where(static t => t.Name[0] == '<'))
        {
            if (Name.Match(type.Name) is not { Success: true } match)
                continue;
            var key = type.Namespace + "." + match.Groups[1].Value + match.Groups[2].Value;
            if (!found.TryGetValue(key, out var types))
                found.Add(key, types = []);
            types.Add(type);
        }

        return found;
    }
}
