using HotWeave.Loading;
using HotWeave.Swapping;
using HotWeave.Versions;

namespace HotWeave;

/// <summary>
/// A patch that is checked, loaded and compiled, and changes nothing until it is committed. Thread-safe; commit or discard it
/// once.
/// </summary>
public sealed class PreparedPatch
{
    private readonly Swapper _swapper;
    private readonly PreparedStatus _description;

    internal PreparedPatch(Swapper swapper, PatchCopies loaded, SwapOptions options)
    {
        Options = options;
        _swapper = swapper;
        Loaded = loaded;
        _description = Describe(loaded);
    }

    /// <summary>The patch's identity: its digest, 64 lower-case hex digits.</summary>
    public string Id => _description.PatchId;

    /// <summary>The label of the baseline that it was made for.</summary>
    public string FromLabel => _description.FromLabel;

    /// <summary>The label of the build that it leads to.</summary>
    public string ToLabel => _description.ToLabel;

    /// <summary>Whether its code can be unloaded.</summary>
    public bool Reclaimable => _description.Reclaimable;

    /// <summary>Reflection names of the swappable types that it replaces, in ordinal order.</summary>
    public IReadOnlyList<string> Types => _description.Types;

    /// <summary>Reflection names of the types that only the patch has.</summary>
    public IReadOnlyList<string> AddedTypes => _description.AddedTypes;

    /// <summary>The differences that it carries, one line each.</summary>
    public IReadOnlyList<string> Edits => _description.Edits;

    /// <summary>What stays behind on old code, one line each, code first.</summary>
    public IReadOnlyList<string> Remarks => _description.Remarks;

    /// <summary>What it is, without a hold on it.</summary>
    /// <returns>The same as its properties say.</returns>
    public PreparedStatus Describe() => _description;

    /// <summary>Null once committed or discarded, so that a handle does not keep code. Guarded by <see cref="PreparedPatches"/>.</summary>
    internal PatchCopies? Loaded { get; set; }

    /// <summary>How it is to be taken.</summary>
    internal SwapOptions Options { get; }

    /// <summary>Makes the patch's code current, in the mode and with the timeout that it was prepared with.</summary>
    /// <param name="cancellationToken">Looked at until the turn, also while units are waited for; the turn itself is one step and is not cancelled.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="SwapException">Refused; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The patch was committed or discarded before.</exception>
    public Task<SwapResult> CommitAsync(CancellationToken cancellationToken = default) =>
        _swapper.CommitAsync(this, Options, cancellationToken);

    /// <summary>Makes the patch's code current.</summary>
    /// <param name="options">Who moves when, in place of what it was prepared with. What is said there of loading has no meaning here.</param>
    /// <param name="cancellationToken">Looked at until the turn, also while units are waited for; the turn itself is one step and is not cancelled.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="SwapException">Refused; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The patch was committed or discarded before.</exception>
    public Task<SwapResult> CommitAsync(SwapOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _swapper.CommitAsync(this, options, cancellationToken);
    }

    /// <summary>Gives the patch up; nothing has changed and nothing will. Does nothing when it was committed or discarded before.</summary>
    public void Discard() => _swapper.Discard(this);

    /// <summary>What a patch is.</summary>
    internal static PreparedStatus Describe(PatchCopies loaded) => new()
    {
        PatchId = loaded.Id,
        FromLabel = loaded.Manifest.FromLabel,
        ToLabel = loaded.Manifest.ToLabel,
        Reclaimable = loaded.IsReclaimable,
        Types = TypeNames.Of(loaded.Slots),
        AddedTypes = [.. loaded.Manifest.AddedTypes.Select(static t => t.Type)],
        Edits = loaded.Manifest.Edits,
        Remarks = loaded.Manifest.Remarks,
    };
}
