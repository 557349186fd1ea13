using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Instances;

namespace HotWeave.Fleet.Tests.Harness;

/// <summary>Something that is swapped as a test wants it.</summary>
internal sealed class SwapTarget : ISwapTarget
{
    private volatile string? _current;

    /// <summary>What is thrown instead of taking a patch; null to take it.</summary>
    public Exception? Refusal { get; init; }

    /// <summary>How often a patch was to be taken.</summary>
    public int Takes { get; private set; }

    public IReadOnlyDictionary<string, string> Baselines { get; } = Fleets.Instance("any").Baselines;

    public bool IsOnTrial => false;

    public string? FindCurrent() => _current;

    public Task TakeAsync(
        string digest, byte[] patch, ReleaseTerms terms, string by, Action<InstanceVerdict, string> judged, CancellationToken cancellation)
    {
        Takes++;
        if (Refusal is not null)
            throw Refusal;
        _current = digest;
        return Task.CompletedTask;
    }

    public Task<bool> TryReturnAsync(string? digest, string by, CancellationToken cancellation)
    {
        if (digest is not null)
            return Task.FromResult(false);
        _current = null;
        return Task.FromResult(true);
    }

    public Task<bool> TryConfirmAsync(string by, CancellationToken cancellation) => Task.FromResult(false);
}
