using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Store;

namespace HotWeave.Tool.Dashboards.Fleet;

/// <summary>
/// What a fleet was when somebody looked last: the store is asked at most once a second however many look, and never while nobody does.
/// </summary>
internal sealed class FleetLook(IFleetStore store, string application, TimeProvider clock)
{
    /// <summary>How often who looks is shown something new.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_fresh = Period - TimeSpan.FromMilliseconds(100);

    // Guards what is below: those who look at the same time share one answer.
    private readonly object _lock = new();
    private Task<FleetSighting>? _asking;
    private FleetSighting? _latest;
    private long _asked;

    /// <summary>Looks, or takes what was seen less than a second ago.</summary>
    public Task<FleetSighting> LookAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_latest is { } latest && clock.GetElapsedTime(_asked) < s_fresh)
                return Task.FromResult(latest);
            // Who was first may go; the answer is for the others too.
            if (_asking is not { IsCompleted: false })
                _asking = AskAsync();
            return _asking.WaitAsync(cancellation);
        }
    }

    /// <summary>What was seen last is not what is now: something was done.</summary>
    public void Forget()
    {
        lock (_lock)
            _latest = null;
    }

    private async Task<FleetSighting> AskAsync()
    {
        var began = clock.GetTimestamp();
        FleetSighting seen;
        try
        {
            var wish = await store.ReadAsync(FleetKeys.Wish(application), CancellationToken.None).ConfigureAwait(false);
            var instances = await store.ListAsync(FleetKeys.Instances(application), CancellationToken.None).ConfigureAwait(false);
            var patches = await store.ListAsync(FleetKeys.Patches(application), CancellationToken.None).ConfigureAwait(false);
            seen = new FleetSighting(
                wish is null ? new FleetWish { Application = application } : FleetJson.Read<FleetWish>(wish),
                [.. instances.Select(FleetJson.Read<InstanceReport>).OrderBy(static i => i.Instance, StringComparer.Ordinal)],
                [.. patches.Select(FleetJson.Read<PublishedPatch>).OrderBy(static p => p.Label, StringComparer.Ordinal)],
                null);
        }
        catch (FleetException e)
        {
            seen = (_latest ?? FleetSighting.Nothing(application)) with { Problem = $"{e.Code}: {e.Message}" };
        }

        lock (_lock)
        {
            _asked = began;
            return _latest = seen;
        }
    }
}

/// <summary>What is known of a fleet at a moment. Immutable.</summary>
/// <param name="Wish">What its instances shall run.</param>
/// <param name="Instances">What they report, by name.</param>
/// <param name="Patches">What is published, by label.</param>
/// <param name="Problem">Why the store does not answer; null where it does.</param>
internal sealed record FleetSighting(
    FleetWish Wish, IReadOnlyList<InstanceReport> Instances, IReadOnlyList<PublishedPatch> Patches, string? Problem)
{
    /// <summary>Before anything was seen.</summary>
    public static FleetSighting Nothing(string application) => new(new FleetWish { Application = application }, [], [], null);

    /// <summary>What people call a patch.</summary>
    public string NameOf(string? digest) => digest is null
        ? "the deployed build"
        : Patches.FirstOrDefault(p => p.Digest == digest)?.Label is { Length: > 0 } label
            ? $"{ShortText.CutLabel(label)} ({ShortText.CutDigest(digest)})"
            : ShortText.CutDigest(digest);
}
