using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Rollouts;
using HotWeave.Fleet.Telemetry;

namespace HotWeave.Fleet.Tests.Harness;

/// <summary>Wishes and reports as tests want them.</summary>
internal static class Fleets
{
    public const string Application = "shop";

    /// <summary>Where nobody listens, and a listener of another test is no test's matter.</summary>
    public static FleetTelemetry Telemetry => new(Application, static _ => { });

    private static readonly Dictionary<string, string> s_build = new() { ["Shop"] = "build-1" };

    /// <summary>A patch for the build of the instances here.</summary>
    public static PublishedPatch Patch { get; } = new() { Digest = "d1", Label = "2.0", Baselines = s_build, Length = 1, By = "ann" };

    public static Rollout Rollout(params string[] waves) => new()
    {
        Number = 1, Digest = "d1", Label = "2.0", Baselines = s_build, Waves = [.. waves.Select(static w => Wave.Parse(w)!)], Terms = new ReleaseTerms { Probation = 1000 },
        By = "ann", Begun = DateTimeOffset.UnixEpoch,
    };

    public static FleetWish Wish(Rollout? rollout) => new() { Application = Application, Rollout = rollout, Rollouts = rollout?.Number ?? 0 };

    public static InstanceReport Instance(string name, string zone = "") =>
        new() { Instance = name, Start = "s", Zone = zone, Baselines = s_build, Lease = 3000 };

    public static FleetView View(IEnumerable<InstanceReport> instances, params string[] lost) => new([.. instances], lost.ToHashSet());

    /// <summary>The instances that a roll-out has chosen.</summary>
    public static List<InstanceReport> Chosen(FleetWish wish, IEnumerable<InstanceReport> instances) =>
        [.. instances.Where(i => InstanceKey.IsChosen(wish.Application, wish.Rollout!, i))];
}
