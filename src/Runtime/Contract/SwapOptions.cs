using System.Runtime.Loader;

namespace HotWeave;

/// <summary>How a patch is taken, or a version returned to. Immutable; the default is what production wants.</summary>
public sealed record SwapOptions
{
    private readonly TimeSpan? _timeout;

    /// <summary>
    /// False (default): the patch's code is loaded for the life of the process, so it is tiered and profile-optimised like all
    /// code. True: it is loaded into a collectible context and can unload once another version has replaced it; it runs slower,
    /// and objects of types that it adds keep it loaded. Only for the first application of a patch: one that is loaded already
    /// stays as it is.
    /// </summary>
    public bool Reclaimable { get; init; }

    /// <summary>
    /// Who moves when. Null (default): the setting <c>HotWeave.Mode</c>, or <c>HOTWEAVE_MODE</c> of the environment; without one,
    /// <see cref="SwapMode.UnitOfWork"/> in a process that has entered a unit of work or expects to, else <see cref="SwapMode.Immediate"/>.
    /// </summary>
    public SwapMode? Mode { get; init; }

    /// <summary>
    /// For <see cref="SwapMode.Quiescent"/>: how long running units may take to end, more than zero and at most a day; code change may
    /// take as long again. Null
    /// (default): the setting <c>HotWeave.Timeout</c> or <c>HOTWEAVE_TIMEOUT</c> in seconds; without one, 2 seconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in that range.</exception>
    public TimeSpan? Timeout
    {
        get => _timeout;
        init => _timeout = value is null || (value > TimeSpan.Zero && value <= TimeSpan.FromDays(1))
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A timeout is more than zero and at most a day.");
    }

    /// <summary>
    /// For <see cref="SwapMode.Quiescent"/>. True: units that have not ended within the timeout have their
    /// <see cref="UnitOfWork.CancellationToken"/> signalled, and get as long again. False (default): the swap is undone then.
    /// </summary>
    public bool CancelUnits { get; init; }

    /// <summary>
    /// False (default): a swap that changes what state means (see <c>docs/code-change.md</c>) is made in the mode
    /// <see cref="SwapMode.Quiescent"/>, and another mode is refused. True: both versions may use the same objects, in any mode; not for
    /// code change that converts all objects at once.
    /// </summary>
    public bool SharedState { get; init; }

    /// <summary>
    /// False (default): going back from a version that changed state and has no way back for it is refused. True: it is done, and the
    /// older code finds the objects as they are.
    /// </summary>
    public bool AcceptState { get; init; }

    /// <summary>
    /// For processes that look at signatures. False (default): a patch that is older than what the process had is refused, and so is going
    /// back to one that is older than what was confirmed. True: it is taken, where the process is set to accept that
    /// (<c>HotWeave.TrustOlder</c>; see <c>docs/security.md</c>).
    /// </summary>
    public bool AcceptOlder { get; init; }

    /// <summary>
    /// For swaps with code change. False (default): the swap is undone when calls from outside units of work reached code that changes
    /// while state was carried over. True: they are a warning.
    /// </summary>
    public bool AcceptOutsideCalls { get; init; }

    /// <summary>
    /// For a patch that may become current only while no object of some types is alive (HW3366), and for going forward to its version again: takes a census of the
    /// heap, in which the swap looks for them, at a moment when no unit of work runs and new ones wait. It must count every object that is there while it runs. Called on
    /// the thread that swaps, with the operation's token; what it throws refuses the swap (HW6532). Null (default): such a swap is refused (HW6530). For other swaps it is
    /// not called.
    /// </summary>
    public Func<CancellationToken, HeapCensus>? TakeCensus { get; init; }

    /// <summary>
    /// How the new version is watched, and given back by itself when it does worse than it may; for patches only. Null (default): it is
    /// not watched.
    /// </summary>
    public ProbationOptions? Probation { get; init; }

    /// <summary>
    /// The load context that holds the woven assemblies which are meant. Null (default): all contexts are searched, and every
    /// copy of an assembly that several of them hold takes the patch, in one turn.
    /// </summary>
    public AssemblyLoadContext? LoadContext { get; init; }

    /// <summary>Called whenever preparing has come further, on its thread; null for nobody.</summary>
    internal Action? Progressed { get; init; }
}
