namespace HotWeave.Weaver.Model;

/// <summary>How a stub of a struct's method hands over a copy of the struct instead of its address.</summary>
/// <param name="IsWhole">Whether it takes the whole struct over afterwards.</param>
/// <param name="Fields">The fields that it takes over otherwise, in the order of the struct; none where the method leaves the struct as
/// it is.</param>
internal sealed record SelfCopy(bool IsWhole, IReadOnlyList<string> Fields)
{
    /// <summary>Whether anything comes back.</summary>
    public bool ComesBack => IsWhole || Fields.Count > 0;

    /// <inheritdoc/>
    public override string ToString() => !ComesBack ? "copied" : $"copied back ({(IsWhole ? "all" : string.Join(" ", Fields))})";
}
