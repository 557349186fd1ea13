using HotWeave.Conformance;
using HotWeave.Runtime;
using Orleans;
using Orleans.Concurrency;
using Orleans.Placement;

namespace HotWeave.Orleans.Tests.Silo;

[Swappable]
[RandomPlacement]
[Reentrant]
public sealed class Desk : Grain, IDesk
{
    private static int s_number;

    public async Task<Answer> AskAsync(long shelf)
    {
        var before = Here();
        var parts = await GrainFactory.GetGrain<IShelf>(shelf).ReadAsync(this.AsReference<IDesk>());
        await GrainFactory.GetGrain<IShelf>(-1 - shelf).NoteAsync();
        return new Answer(Interlocked.Increment(ref s_number), [before, .. parts, Here()]);
    }

    public Task<Part> CheckAsync() => Task.FromResult(Here());

    public async Task<Answer> AskBehindAsync(long shelf)
    {
        while (HotSwap.GetStatus().Waiting is not { Waiting: > 0 })
            await Task.Delay(1);
        return await AskAsync(shelf);
    }

    public async Task<bool> RunUntilCancelledAsync()
    {
        try
        {
            await Task.Delay(Timeout.Infinite, UnitOfWork.CancellationToken);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    public async Task<Part> RunUntilReleasedAsync()
    {
        await OperatorConsole.Released;
        return Here();
    }

    public async Task<Part> AskNewAsync(long shelf)
    {
        while (HotSwap.GetStatus().Waiting is null)
            await Task.Delay(1);
        return await GrainFactory.GetGrain<IShelf>(shelf).LookAsync();
    }

    private static Part Here() => new(nameof(Desk), Release.Name, UnitOfWork.Name ?? "none", UnitOfWork.Capture().Tag);
}
