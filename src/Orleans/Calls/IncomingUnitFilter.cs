using HotWeave.Orleans.Grains;
using Orleans;

namespace HotWeave.Orleans.Calls;

/// <summary>Makes each call of an application's grain a part of the unit that it carries, or a unit of its own.</summary>
internal sealed class IncomingUnitFilter(LivingGrains living) : IIncomingGrainCallFilter
{
    /// <inheritdoc/>
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (!UnitNames.IsOfApplication(context.Grain))
        {
            await context.Invoke().ConfigureAwait(true);
            return;
        }

        living.Add(context.TargetContext);
        var name = UnitNames.FindName(context);
        var carried = CarriedUnit.Read(context);
        var unit = TryEnter(carried, name);
        if (unit is null)
        {
            using var waiting = CallsUnderWay.OfProcess.Wait(context.TargetId);
            while (unit is null)
            {
                carried = await waiting.WaitAsync().ConfigureAwait(true);
                unit = TryEnter(carried, name);
            }
        }

        using (unit)
        {
            try
            {
                await context.Invoke().ConfigureAwait(true);
            }
            catch (Exception e) when (Fails(unit, e, carried))
            {
                throw;
            }
        }
    }

    // In this method's own flow, so that the unit is that of the call.
    private static UnitHandle? TryEnter(CapturedUnit carried, string name) =>
        carried.IsRunning ? carried.TryEnter(name) : UnitOfWork.TryEnterRoot(name);

    // Who calls from within a unit may handle what is thrown.
    private static bool Fails(UnitHandle unit, Exception thrown, CapturedUnit carried)
    {
        if (carried == default && thrown is not OperationCanceledException)
            unit.Fail();
        return false;
    }
}
