using System.Diagnostics;
using System.Diagnostics.Metrics;
using HotWeave.Fleet.Contract;

namespace HotWeave.Fleet.Telemetry;

/// <summary>
/// The meter and the activity source <c>HotWeave.Fleet</c>: what this process does as an instance and as a controller. .NET calls listeners
/// on the thread that reports; what one throws is told, and the fleet goes on.
/// </summary>
/// <param name="application">The application.</param>
/// <param name="failed">Told what a listener threw.</param>
internal sealed class FleetTelemetry(string application, Action<Exception> failed)
{
    /// <summary>What listeners name.</summary>
    public const string Name = "HotWeave.Fleet";

    private static readonly ActivitySource s_activities = new(Name);
    private static readonly Meter s_meter = new(Name);

    private static readonly Counter<long> s_steps =
        s_meter.CreateCounter<long>("hotweave.fleet.steps", "{step}", "Steps of roll-outs that this controller has written, by phase.");

    private static readonly Histogram<double> s_rollouts =
        s_meter.CreateHistogram<double>("hotweave.fleet.rollout.duration", "s", "Time of a roll-out to its end, by outcome.");

    private static readonly Counter<long> s_releases =
        s_meter.CreateCounter<long>("hotweave.fleet.releases", "{release}", "Releases that this instance has taken, returned or refused.");

    private static readonly Counter<long> s_verdicts =
        s_meter.CreateCounter<long>("hotweave.fleet.verdicts", "{verdict}", "Verdicts of this instance on releases that it watched.");

    private static readonly Counter<long> s_reports =
        s_meter.CreateCounter<long>("hotweave.fleet.reports", "{report}", "Reports that this instance has written.");

    private static readonly Counter<long> s_failures =
        s_meter.CreateCounter<long>("hotweave.fleet.store.failures", "{failure}", "Times that the store did not answer.");

    /// <summary>Begins an activity; null where nobody listens.</summary>
    /// <param name="name">What is done, such as <c>hotweave.fleet.take</c>.</param>
    /// <param name="rollout">The roll-out's number; 0 where it is for none.</param>
    /// <param name="digest">The patch; null for the deployed build.</param>
    public Activity? Start(string name, int rollout, string? digest)
    {
        Activity? started = null;
        Tell(() => started = s_activities.StartActivity(name)?.SetTag("fleet.application", application)
            .SetTag("fleet.rollout", rollout).SetTag("hotweave.patch", digest));
        return started;
    }

    /// <summary>Ends an activity.</summary>
    public void End(Activity? activity, string outcome, string problem = "") => Tell(() =>
    {
        activity?.SetTag("fleet.outcome", outcome);
        if (problem.Length > 0)
            activity?.SetStatus(ActivityStatusCode.Error, problem);
        activity?.Dispose();
    });

    /// <summary>A controller has written a step.</summary>
    public void TellStep(Rollout rollout, DateTimeOffset now) => Tell(() =>
    {
        s_steps.Add(1, Application, Tag("fleet.phase", rollout.Phase.ToString()));
        if (rollout.Phase is RolloutPhase.Succeeded or RolloutPhase.Failed or RolloutPhase.Aborted)
            s_rollouts.Record((now - rollout.Begun).TotalSeconds, Application, Tag("fleet.outcome", rollout.Phase.ToString()));
    });

    /// <summary>This instance has taken, given back or refused a release.</summary>
    public void TellRelease(string outcome) => Tell(() => s_releases.Add(1, Application, Tag("fleet.outcome", outcome)));

    /// <summary>This instance has judged a release.</summary>
    public void TellVerdict(InstanceVerdict verdict) =>
        Tell(() => s_verdicts.Add(1, Application, Tag("fleet.verdict", verdict.ToString())));

    /// <summary>This instance has written its report.</summary>
    public void TellReport() => Tell(() => s_reports.Add(1, Application));

    /// <summary>The store has not answered.</summary>
    public void TellStoreFailure() => Tell(() => s_failures.Add(1, Application));

    private KeyValuePair<string, object?> Application => Tag("fleet.application", application);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    // The edge to code of the application.
    private void Tell(Action report)
    {
        try
        {
            report();
        }
        catch (Exception e)
        {
            failed(e);
        }
    }
}
