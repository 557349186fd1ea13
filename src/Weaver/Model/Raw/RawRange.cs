namespace HotWeave.Weaver.Model.Raw;

/// <summary>Rows that stand together in a table.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many they are.</param>
internal readonly record struct RawRange(int First, int Count)
{
    /// <summary>The row after the last.</summary>
    public int End => First + Count;
}
