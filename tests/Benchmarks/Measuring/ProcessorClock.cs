using Perfolizer.Horology;

namespace HotWeave.Benchmarks.Measuring;

/// <summary>
/// Counts the processor time that this process has used, not the time that has passed: on a machine that does other work too, only
/// that compares.
/// </summary>
internal sealed class ProcessorClock : IClock
{
    public string Title => "processor time";

    public bool IsAvailable => true;

    public Frequency Frequency => new(TimeSpan.TicksPerSecond);

    public long GetTimestamp() => Environment.CpuUsage.TotalTime.Ticks;
}
