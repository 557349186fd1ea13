namespace HotWeave.Weaver.Tests.Harness;

/// <summary>A program among the test's resources: a public type named like the file, with <c>public static void Run(TextWriter output)</c>.</summary>
public static class CaseText
{
    /// <summary>The names of all C# cases that the in-memory compiler takes, in ordinal order.</summary>
    public static IEnumerable<string> CSharp => Names(".cs");

    public static IEnumerable<string> VisualBasic => Names(".vb");

    /// <summary>The names of all cases with two versions.</summary>
    public static IEnumerable<string> Swaps =>
        typeof(CaseText).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("Cases/Swaps/", StringComparison.Ordinal) && n.EndsWith(".cs", StringComparison.Ordinal))
            .Select(n => n["Cases/Swaps/".Length..^".cs".Length])
            .Order(StringComparer.Ordinal);

    /// <summary>The text of a case.</summary>
    public static string Source(string file)
    {
        using var stream = typeof(CaseText).Assembly.GetManifestResourceStream("Cases/" + file)
            ?? throw new ArgumentException($"There is no case {file}", nameof(file));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static IEnumerable<string> Names(string extension) =>
        typeof(CaseText).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith("Cases/", StringComparison.Ordinal) && n.EndsWith(extension, StringComparison.Ordinal) && n.LastIndexOf('/') == 5)
            .Select(n => n["Cases/".Length..^extension.Length])
            .Order(StringComparer.Ordinal);
}
