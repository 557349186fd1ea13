using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Instances;

namespace HotWeave.Fleet.Tests.Harness;

/// <summary>Something that is swapped as a test wants it.</summary>
internal sealed class SwapTarget : ISwapTarget
{
    private volatile string? _current;

    /// <summary>What is thrown instead of taking a patch; null to take it.</summary>
    public Exception? Refusal { get; init; }

    /// <summary>What is thrown instead of going back; null to go.</summary>
    public Exception? ReturnRefusal { get; set; }

    /// <summary>What a patch is taken behind; null to take it at once.</summary>
    public Task? Door { get; init; }

    /// <summary>How often a patch was to be taken.</summary>
    public int Takes { get; private set; }

    /// <summary>How often it was to go back.</summary>
    public int Returns { get; private set; }

    public IReadOnlyDictionary<string, string> Baselines { get; init; } = Fleets.Instance("any").Baselines;

    /// <summary>How the trial has ended; null while it goes on.</summary>
    public (InstanceVerdict Verdict, string Reason)? Verdict { get; set; } = (InstanceVerdict.Inconclusive, "an operator ended the trial");

    public (InstanceVerdict Verdict, string Reason)? FindVerdict() => Verdict;

    public string? FindCurrent() => _current;

    public async Task TakeAsync(
        string digest, byte[] patch, ReleaseTerms terms, string by, Action<InstanceVerdict, string> judged, CancellationToken cancellation)
    {
        Takes++;
        if (Refusal is not null)
            throw Refusal;
        if (Door is not null)
            await Door.WaitAsync(cancellation);
        _current = digest;
    }

    public Task<bool> TryReturnAsync(string? digest, string by, CancellationToken cancellation)
    {
        Returns++;
        if (ReturnRefusal is not null)
            throw ReturnRefusal;
        if (digest is not null)
            return Task.FromResult(false);
        _current = null;
        return Task.FromResult(true);
    }

    public Task<bool> TryConfirmAsync(string by, CancellationToken cancellation) => Task.FromResult(false);
}
