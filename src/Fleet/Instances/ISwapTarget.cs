using HotWeave.Fleet.Contract;

namespace HotWeave.Fleet.Instances;

/// <summary>What an instance swaps: this process; in tests something that is held open.</summary>
internal interface ISwapTarget
{
    /// <summary>The builds that it runs: assembly, and id of its baseline.</summary>
    IReadOnlyDictionary<string, string> Baselines { get; }

    /// <summary>How the watch of what was taken last has ended, by itself or because somebody decided otherwise; null while it goes on.</summary>
    (InstanceVerdict Verdict, string Reason)? FindVerdict();

    /// <summary>The digest of the patch in force; null for the deployed build.</summary>
    string? FindCurrent();

    /// <summary>Takes a patch, and watches it by its terms.</summary>
    /// <param name="digest">What its digest has to be.</param>
    /// <param name="patch">The file.</param>
    /// <param name="terms">How.</param>
    /// <param name="by">Who asked for it.</param>
    /// <param name="judged">Told the verdict, on any thread; not where it is not watched.</param>
    /// <param name="cancellation">Looked at until the turn.</param>
    /// <exception cref="SwapException">Refused.</exception>
    /// <exception cref="FleetException">HW8404: it is another patch.</exception>
    Task TakeAsync(
        string digest, byte[] patch, ReleaseTerms terms, string by, Action<InstanceVerdict, string> judged, CancellationToken cancellation);

    /// <summary>Goes back to a version that is loaded: the deployed build, or one of an earlier patch.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="SwapException">Refused.</exception>
    Task<bool> TryReturnAsync(string? digest, string by, CancellationToken cancellation);

    /// <summary>Lets a restart go to what is in force.</summary>
    /// <returns>Whether it did not before.</returns>
    /// <exception cref="SwapException">It cannot be kept.</exception>
    Task<bool> TryConfirmAsync(string by, CancellationToken cancellation);
}
