using System.Text.RegularExpressions;

namespace HotWeave.Staging;

/// <summary>The committed list of a library's public API, which the analyzers of a build compare with its sources.</summary>
public static partial class ApiFile
{
    private const string Shipped = "PublicAPI.Shipped.txt";
    private const string Unshipped = "PublicAPI.Unshipped.txt";
    private const string Header = "#nullable enable";

    /// <summary>The folders of the libraries that have one.</summary>
    /// <param name="root">The repository's folder.</param>
    public static IReadOnlyList<string> FindLibraries(string root) =>
        [.. Directory.GetFiles(Path.Combine(root, "src"), Shipped, SearchOption.AllDirectories).Select(static f => Path.GetDirectoryName(f)!).Order(StringComparer.Ordinal)];

    /// <summary>Builds the library, and reads from what its analyzers say which lines are missing and which are too many.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="cancellation">Ends the build.</param>
    public static async Task<(IReadOnlyList<string> Added, IReadOnlyList<string> Removed)> CompareAsync(string library, CancellationToken cancellation)
    {
        string[] build =
        [
            "build", library, "-c", "Release", "--no-incremental", "-p:BuildProjectReferences=false", "-p:RunAnalyzers=true", "-p:TreatWarningsAsErrors=false",
            "-v", "q", "--nologo", "-nodeReuse:false",
        ];
        CommandResult result = await Command.DotnetAsync(library, build, cancellation).ConfigureAwait(false);
        return (Find(Missing()), Find(Gone()));

        IReadOnlyList<string> Find(Regex said) =>
            [.. said.Matches(result.Output).Select(static m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Writes the difference down: what is new is unshipped, and what is gone and was shipped is marked as removed.</summary>
    /// <param name="library">The library's folder.</param>
    /// <param name="added">Lines that are missing.</param>
    /// <param name="removed">Lines that are too many.</param>
    public static void Accept(string library, IReadOnlyList<string> added, IReadOnlyList<string> removed)
    {
        var unshipped = ReadLines(library, Unshipped);
        var gone = removed.Where(line => !unshipped.Contains(line)).Select(static line => "*REMOVED*" + line);
        WriteLines(library, Unshipped, unshipped.Except(removed).Concat(added).Concat(gone));
    }

    /// <summary>Makes what is unshipped shipped.</summary>
    /// <param name="library">The library's folder.</param>
    public static void Ship(string library)
    {
        var unshipped = ReadLines(library, Unshipped);
        var removed = unshipped.Where(static l => l.StartsWith("*REMOVED*", StringComparison.Ordinal)).Select(static l => l["*REMOVED*".Length..]).ToList();
        WriteLines(library, Shipped, ReadLines(library, Shipped).Except(removed).Concat(unshipped.Where(static l => !l.StartsWith("*REMOVED*", StringComparison.Ordinal))));
        WriteLines(library, Unshipped, []);
    }

    private static List<string> ReadLines(string library, string file) =>
        [.. File.ReadAllLines(Path.Combine(library, file)).Where(static line => line.Length > 0 && line != Header)];

    private static void WriteLines(string library, string file, IEnumerable<string> lines) =>
        File.WriteAllText(Path.Combine(library, file), string.Concat(lines.Distinct().Order(StringComparer.Ordinal).Prepend(Header).Select(static line => line + "\n")));

    [GeneratedRegex(@"warning RS00(?:16|37|51): Symbol '(.+?)' is not part of the declared (?:public )?API")]
    private static partial Regex Missing();

    [GeneratedRegex(@"warning RS0017: Symbol '(.+?)' is part of the declared API, but is either not public or could not be found")]
    private static partial Regex Gone();
}
