namespace HotWeave.Tool.Output;

/// <summary>Labels of builds, cut to what tells them apart: where they differ without the hash of a commit, without it.</summary>
internal static class DistinctLabels
{
    /// <summary>The labels in their order.</summary>
    public static IReadOnlyList<string> Shorten(IReadOnlyList<string> labels)
    {
        List<string> shortened = [.. labels.Select(ShortText.CutLabel)];
        List<string> bare = [.. shortened.Select(static l => l.Split('+')[0])];
        return bare.Distinct(StringComparer.Ordinal).Count() == shortened.Distinct(StringComparer.Ordinal).Count() ? bare : shortened;
    }
}
