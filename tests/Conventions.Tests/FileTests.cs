using System.Text.RegularExpressions;
using HotWeave.Conventions.Tests.Sources;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>What files are called, how long they are, and what must not be in them.</summary>
public sealed partial class FileTests
{
    private const int MaximumLines = 300;

    // Files that are longer, each with its reason.
    private static readonly Dictionary<string, string> s_longFiles = new(StringComparer.Ordinal);

    private static readonly string[] s_text =
        [".cs", ".vb", ".fs", ".csproj", ".vbproj", ".fsproj", ".props", ".targets", ".nuspec", ".md", ".json", ".sln", ".yml", ".sh", ".txt", ".config", "run"];

    [Fact]
    public void No_file_is_a_drawer_for_leftovers() =>
        Convention.Holds(SourceTree.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && DrawerPattern().IsMatch(Path.GetFileNameWithoutExtension(file))));

    [Fact]
    public void A_file_holds_one_idea()
    {
        var tooLong = SourceTree.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !file.Contains("/Cases/", StringComparison.Ordinal)) // programs that tests compile, not code of this repository
            .Select(file => (File: file, Lines: SourceTree.Read(file).Count(c => c == '\n')))
            .Where(entry => entry.Lines > MaximumLines)
            .ToList();
        Convention.Holds(tooLong.Where(entry => !s_longFiles.ContainsKey(entry.File)).Select(entry => $"{entry.File} has {entry.Lines} lines"));
        Convention.Holds(s_longFiles.Keys.Except(tooLong.Select(entry => entry.File)));
    }

    [Fact]
    public void No_source_hides_code_in_regions() =>
        Convention.Holds(SourceTree.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && RegionPattern().IsMatch(SourceTree.Read(file))));

    [Fact]
    public void Nothing_names_a_machine_or_a_package_registry()
    {
        var places = SourceTree.Files.Where(file => s_text.Any(end => file.EndsWith(end, StringComparison.Ordinal)))
            .SelectMany(file => MachinePattern().Matches(SourceTree.Read(file)).Select(match => $"{file}: {match.Value}"));
        // The pattern's own line.
        Convention.Holds(places.Where(place => !place.StartsWith("tests/Conventions.Tests/FileTests.cs", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = SourceTree.Read("Weaver.sln").Replace('\\', '/');
        var projects = SourceTree.Files
            .Where(file => file.EndsWith("proj", StringComparison.Ordinal))
            .Where(file => !file.StartsWith("src/Templates/content/", StringComparison.Ordinal)) // what templates make
            .Where(file => file.StartsWith("src/", StringComparison.Ordinal) || (file.StartsWith("tests/", StringComparison.Ordinal) && file.Count(c => c == '/') == 2))
            .ToList();
        Assert.NotEmpty(projects);
        Convention.Holds(projects.Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_runtime_depends_on_nothing() =>
        Assert.DoesNotMatch("<(Package|Project)Reference", SourceTree.Read("src/Runtime/HotWeave.Runtime.csproj"));

    [GeneratedRegex("(Helper|Helpers|Util|Utils|Utilities|Manager|Common|Misc)$")]
    private static partial Regex DrawerPattern();

    [GeneratedRegex(@"^\s*#(end)?region\b", RegexOptions.Multiline)]
    private static partial Regex RegionPattern();

    [GeneratedRegex(@"(?<![\w.])/(work|home|root|Users)/\w+|[A-Z]:\\Users\\|\b(api\.nuget|registry\.npmjs|pkgs\.dev)\.\w+")]
    private static partial Regex MachinePattern();
}
