using HotWeave.Dashboard.Processes;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Store;

namespace HotWeave.Tool.Dashboards.Fleet;

/// <summary>What was seen of a fleet while somebody looked.</summary>
internal sealed class FleetLook
{
    private readonly ShownFleet _fleet;
    private readonly SharedLook<FleetSighting> _look;

    public FleetLook(ShownFleet fleet, TimeProvider clock)
    {
        _fleet = fleet;
        _look = new SharedLook<FleetSighting>(AskAsync, clock);
    }

    /// <summary>How often who looks is shown something new.</summary>
    public static TimeSpan Period => SharedLook<FleetSighting>.Period;

    /// <summary>Looks, or takes what was seen less than a second ago.</summary>
    public Task<FleetSighting> LookAsync(CancellationToken cancellation) => _look.LookAsync(cancellation);

    /// <summary>What was seen last is not what is now: something was done.</summary>
    public void Forget() => _look.Forget();

    private async Task<FleetSighting> AskAsync(FleetSighting? before)
    {
        var (store, application) = (_fleet.Store, _fleet.Application);
        try
        {
            var wish = await store.ReadAsync(FleetKeys.Wish(application), CancellationToken.None).ConfigureAwait(false);
            var instances = await store.ListAsync(FleetKeys.Instances(application), CancellationToken.None).ConfigureAwait(false);
            var patches = await store.ListAsync(FleetKeys.Patches(application), CancellationToken.None).ConfigureAwait(false);
            return new FleetSighting(
                wish is null ? new FleetWish { Application = application } : FleetJson.Read<FleetWish>(wish),
                [.. instances.Select(FleetJson.Read<InstanceReport>).OrderBy(static i => i.Instance, StringComparer.Ordinal)],
                [.. patches.Select(FleetJson.Read<PublishedPatch>).OrderBy(static p => p.Label, StringComparer.Ordinal)],
                _fleet.Problem);
        }
        catch (FleetException e)
        {
            return (before ?? FleetSighting.Nothing(application)) with { Problem = $"{e.Code}: {e.Message}" };
        }
    }
}

/// <summary>What is known of a fleet at a moment. Immutable.</summary>
/// <param name="Wish">What its instances shall run.</param>
/// <param name="Instances">What they report, by name.</param>
/// <param name="Patches">What is published, by label.</param>
/// <param name="Problem">Why the store does not answer, or the steps of its roll-outs are not taken here; null where all is well.</param>
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
