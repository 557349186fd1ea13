using HotWeave.Weaver.Model;

namespace HotWeave.Weaver.Planning.Weaving;

/// <summary>Hands out names, numbering those that would clash in the order they are asked for.</summary>
internal sealed class UniqueNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Marks a name as taken.</summary>
    public void Reserve(string name, string signature = "") => _taken.Add(name + signature);

    /// <summary>The name, with a number where the same name and signature was handed out before.</summary>
    public string TakeName(string name, string signature = "")
    {
        for (var number = 1; ; number++)
        {
            var numbered = GeneratedName.Numbered(name, number);
            if (_taken.Add(numbered + signature))
                return numbered;
        }
    }
}
