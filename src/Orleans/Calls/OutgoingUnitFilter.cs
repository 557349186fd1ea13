using Orleans;

namespace HotWeave.Orleans.Calls;

/// <summary>Sends the caller's unit along with each grain call, and lists the call while it is under way.</summary>
internal sealed class OutgoingUnitFilter : IOutgoingGrainCallFilter
{
    /// <inheritdoc/>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var unit = UnitOfWork.Capture();
        CarriedUnit.Write(unit);
        using var call = CallsUnderWay.OfProcess.Begin(context.SourceId, unit, context.TargetId);
        await context.Invoke().ConfigureAwait(true);
    }
}
