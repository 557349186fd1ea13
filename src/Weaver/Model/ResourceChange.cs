namespace HotWeave.Weaver.Model;

/// <summary>A resource that a patch brings, or takes away.</summary>
/// <param name="Assembly">The simple name of the assembly that has it.</param>
/// <param name="Culture">The culture's name; empty for the assembly's own.</param>
/// <param name="Name">The resource's name.</param>
/// <param name="Data">The new bytes; null where the new build has none.</param>
internal sealed record ResourceChange(string Assembly, string Culture, string Name, byte[]? Data)
{
    private const string Extension = ".resources";

    /// <summary>For people: <c>Words.resources</c>, <c>de/Words.de.resources</c>.</summary>
    public string Path => Culture.Length == 0 ? Name : $"{Culture}/{Name}";

    /// <summary>The name by which a <c>ResourceManager</c> is made for it; null where it is a file.</summary>
    public string? Base
    {
        get
        {
            var end = Culture.Length == 0 ? Extension : $".{Culture}{Extension}";
            return Name.EndsWith(end, StringComparison.OrdinalIgnoreCase) ? Name.Substring(0, Name.Length - end.Length) : null;
        }
    }
}
