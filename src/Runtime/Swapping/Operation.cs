namespace HotWeave.Swapping;

/// <summary>What is running, for messages; the name gets more exact once the patch was read.</summary>
internal sealed class Operation(string name)
{
    internal string Name { get; set; } = name;
}
