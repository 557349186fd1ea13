namespace HotWeave.Weaver.Writing.Patching;

/// <summary>Writes an edit for people, as the manifest lists it: what, which part, and the lines before and after.</summary>
internal static class EditText
{
    /// <summary>Writes it: <c>changed N.Shop.Place(Order) (Shop.cs:40 -> 42)</c>.</summary>
    public static string Write(Edit edit)
    {
        var part = edit.Part is null ? "" : $", {edit.Part}";
        return $"{edit.Kind.ToString().ToLowerInvariant()} {edit.Member}{part}{WritePlace(edit)}";
    }

    // Without folders: the same source in another folder makes the same patch.
    private static string WritePlace(Edit edit)
    {
        if (edit.Location is not { } now || FindName(now.File) is not { Length: > 0 } file)
            return "";
        if (edit.Before is not { } before || (before.Line == now.Line && FindName(before.File) == file))
            return $" ({file}:{now.Line})";
        var target = FindName(before.File) == file ? "" : file + ":";
        return $" ({FindName(before.File)}:{before.Line} -> {target}{now.Line})";
    }

    // Symbols have the paths of whichever system the build ran on.
    private static string FindName(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
