namespace HotWeave.Tool.Output;

/// <summary>The rows of the table in which a person reads edits: by type, what generators wrote as one, paths from the current folder.</summary>
internal static class EditRows
{
    private const int LongestName = 60;

    /// <summary>The rows, each with type, kind of edit, member and source. The type stands once, before its first edit.</summary>
    public static IEnumerable<IReadOnlyList<string>> Write(IReadOnlyList<EditDocument> edits)
    {
        foreach (var type in edits.Where(static e => !IsGenerated(e)).GroupBy(static e => e.Type))
        {
            var name = Shorten(type.Key);
            foreach (var edit in type)
            {
                yield return [name, edit.Kind, Shorten(NameOf(edit)), PlaceOf(edit)];
                name = "";
            }
        }

        var generated = edits.Where(IsGenerated).ToList();
        if (generated.Count > 0)
            yield return ["generated code", "changed", Summarise(generated), ""];
    }

    // Source generators write into the folder of the build; names with such brackets no person can write.
    private static bool IsGenerated(EditDocument edit) =>
        edit.Type.Contains('<', StringComparison.Ordinal)
        || (edit.File is { } file && (file.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase) || file.Split('/', '\\').Contains("obj")));

    private static string NameOf(EditDocument edit) => edit.Part is null ? edit.NameInType : $"{edit.NameInType}: {edit.Part}";

    private static string Summarise(List<EditDocument> generated) =>
        $"{Counted.Name(generated.Count, "edit")} in {Counted.Name(generated.Select(static e => e.Type).Distinct().Count(), "type")}";

    // The end of a name tells it from others.
    private static string Shorten(string name) => name.Length > LongestName ? "…" + name[^(LongestName - 1)..] : name;

    private static string PlaceOf(EditDocument edit)
    {
        if (edit.File is not { Length: > 0 } file)
            return "";
        return $"{(FindRelative(file) is { } relative ? relative : file)}({edit.Line},{edit.Column})";
    }

    // Symbols name files as they like.
    private static string? FindRelative(string file)
    {
        if (file.Contains('\0', StringComparison.Ordinal))
            return null;
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? null : relative;
    }
}
