namespace HotWeave;

/// <summary>
/// A patch that is checked, loaded and compiled, and changes nothing until it is committed. Thread-safe; commit or discard it
/// once.
/// </summary>
public sealed class PreparedPatch
{
    internal PreparedPatch()
    {
    }

    /// <summary>The patch's identity: its digest, 64 lower-case hex digits.</summary>
    public string Id { get; internal init; } = "";

    /// <summary>The label of the baseline that it was made for.</summary>
    public string FromLabel { get; internal init; } = "";

    /// <summary>The label of the build that it leads to.</summary>
    public string ToLabel { get; internal init; } = "";

    /// <summary>Reflection names of the swappable types that it replaces.</summary>
    public IReadOnlyList<string> Types { get; internal init; } = [];

    /// <summary>Reflection names of the types that only the patch has.</summary>
    public IReadOnlyList<string> AddedTypes { get; internal init; } = [];

    /// <summary>The differences that it carries, one line each.</summary>
    public IReadOnlyList<string> Edits { get; internal init; } = [];

    /// <summary>What stays behind on old code, one line each, code first.</summary>
    public IReadOnlyList<string> Remarks { get; internal init; } = [];

    /// <summary>Makes the patch's code current.</summary>
    /// <param name="cancellationToken">Looked at before the turn; the turn itself is one step and is not cancelled.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="SwapException">Refused; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The patch was committed or discarded before.</exception>
    public Task<SwapResult> CommitAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Gives the patch up; nothing has changed and nothing will. Does nothing when it was committed or discarded before.</summary>
    public void Discard() => throw new NotSupportedException();
}
