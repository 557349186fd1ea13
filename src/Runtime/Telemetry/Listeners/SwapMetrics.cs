using System.Diagnostics.Metrics;

namespace HotWeave.Telemetry.Listeners;

/// <summary>The meter <c>HotWeave</c>. Made when the first operation runs.</summary>
internal sealed class SwapMetrics : IDisposable
{
    private const string Metrics = "metrics";
    private readonly Meter _meter = new("HotWeave");
    private readonly Func<int> _currentVersion;

    // Null where somebody who listens threw when it was made.
    private readonly Counter<long>? _swaps;
    private readonly Counter<long>? _rollbacks;
    private readonly Counter<long>? _failures;
    private readonly Histogram<double>? _duration;

    internal SwapMetrics(Func<int> currentVersion, Func<int> drainingVersions, Func<long> lostUnits)
    {
        _currentVersion = currentVersion;
        _swaps = TryMake(() => _meter.CreateCounter<long>("hotweave.swaps", "{swap}", "Patches that became current."));
        _rollbacks = TryMake(() => _meter.CreateCounter<long>("hotweave.rollbacks", "{rollback}", "Turns to an earlier version."));
        _failures = TryMake(() =>
            _meter.CreateCounter<long>("hotweave.failures", "{failure}", "Operations that were refused or failed, by code."));
        _duration = TryMake(() =>
            _meter.CreateHistogram<double>("hotweave.duration", "s", "Time of each phase of an operation: prepare or turn."));
        TryMake(() => _meter.CreateObservableGauge("hotweave.version", currentVersion, "{version}", "The number of the current version."));
        TryMake(() => _meter.CreateObservableGauge("hotweave.versions.draining", drainingVersions, "{version}",
            "Replaced versions that units still run, or whose code is still to be unloaded."));
        TryMake(() => _meter.CreateObservableCounter("hotweave.units.lost", lostUnits, "{unit}",
            "Units whose handle nobody could dispose any more."));
    }

    public void Dispose() => Tell(_meter.Dispose);

    internal void Swapped(bool isRollback) =>
        Tell(() => (isRollback ? _rollbacks : _swaps)?.Add(1, Version(_currentVersion())));

    internal void Failed(string code) =>
        Tell(() => _failures?.Add(1, new KeyValuePair<string, object?>("hotweave.code", code), Version(_currentVersion())));

    /// <summary>Preparing is tagged with the version that is current, a turn with the one that it leads to.</summary>
    internal void Took(string phase, TimeSpan time, int? version = null) => Tell(() =>
        _duration?.Record(
            time.TotalSeconds, new KeyValuePair<string, object?>("hotweave.phase", phase), Version(version ?? _currentVersion())));

    private static T? TryMake<T>(Func<T> make)
        where T : class => ApplicationListeners.TryMake(Metrics, make);

    private static void Tell(Action report) => ApplicationListeners.Tell(Metrics, report);

    private static KeyValuePair<string, object?> Version(int number) => new("hotweave.version", number);
}
