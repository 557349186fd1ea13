namespace HotWeave.Tool.Folders;

/// <summary>
/// A file in an application's folder as records and journals name it: relative, with <c>/</c>, normalised, and never out of the folder. What a
/// folder says of itself is input; only paths of this type are written to or deleted.
/// </summary>
internal readonly record struct FolderPath
{
    private FolderPath(string text) => Text = text;

    /// <summary>The path, such as <c>de/Shop.resources.dll</c>.</summary>
    public string Text { get; }

    /// <summary>Takes a path that a file names; null where it is not of this form.</summary>
    public static FolderPath? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Contains('\\', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal))
            return null;
        foreach (var part in text.Split('/'))
        {
            if (part is "" or "." or ".." || part.Any(char.IsControl))
                return null;
        }

        return new FolderPath(text);
    }

    /// <summary>The file in a folder, where no folder on the way to it is a link; the file itself may be one.</summary>
    /// <returns>Null where a link stands on the way, which may lead anywhere.</returns>
    public string? FindIn(string folder)
    {
        var path = folder;
        foreach (var part in Text.Split('/')[..^1])
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
                return null;
        }

        return Path.Combine(folder, Text);
    }

    public override string ToString() => Text;
}
