using HotWeave.Staging;

namespace HotWeave.Package.Tests.Installing;

/// <summary>What README tells a reader to type.</summary>
internal static class ReadmeCommands
{
    private const string Tool = "    hotweave ";

    /// <summary>The tool's command lines in a section, without the tool's name, in their order.</summary>
    public static IReadOnlyList<string> OfSection(string heading)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Containing(AppContext.BaseDirectory).Root, "README.md"));
        var commands = lines.SkipWhile(line => line.TrimStart('#', ' ') != heading).Skip(1)
            .TakeWhile(static line => !line.StartsWith('#'))
            .Where(static line => line.StartsWith(Tool, StringComparison.Ordinal)).Select(static line => line[Tool.Length..].Trim()).ToList();
        Assert.NotEmpty(commands);
        return commands;
    }
}
