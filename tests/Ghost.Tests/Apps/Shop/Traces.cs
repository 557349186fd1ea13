using System.Collections.Concurrent;
using System.Diagnostics;

namespace Shop;

/// <summary>Listens to all activities, as exporters of traces do, and keeps what the swaps among them say.</summary>
public sealed class Traces
{
    private readonly ConcurrentQueue<string> _said = [];

    public Traces() => ActivitySource.AddActivityListener(new ActivityListener
    {
        ShouldListenTo = static source => source.Name == "HotWeave",
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        ActivityStopped = activity => _said.Enqueue($"{activity.GetTagItem("hotweave.operation")} {activity.GetTagItem("hotweave.ghost")}"),
    });

    public string Collect() => string.Join(",", _said);
}
