using Orleans.Runtime;

namespace HotWeave.Orleans.Calls;

/// <summary>A grain call that this process has made and whose end the caller awaits. Thread-safe.</summary>
internal sealed class CallUnderWay(CallsUnderWay calls, GrainId? source, CapturedUnit unit, GrainId target) : IDisposable
{
    /// <summary>The grain that calls; null for a client.</summary>
    internal GrainId? Source { get; } = source;

    /// <summary>The unit that calls; none outside units, such as when a grain is activated.</summary>
    internal CapturedUnit Unit { get; } = unit;

    internal GrainId Target { get; } = target;

    public void Dispose() => calls.End(this);
}
