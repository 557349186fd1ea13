using HotWeave.Conformance;
using HotWeave.Runtime;
using Orleans;

namespace HotWeave.Orleans.Tests.Silo;

[Swappable]
public sealed class Shelf : Grain, IShelf
{
    // Shelves from here on ask a neighbour when they are activated.
    private const long Asking = 1_000;

    private int _notes;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (this.GetPrimaryKeyLong() >= Asking)
            await GrainFactory.GetGrain<IShelf>(this.GetPrimaryKeyLong() - Asking).LookAsync();
    }

    public async Task<Part[]> ReadAsync(IDesk desk)
    {
        var before = Here();
        var back = await desk.CheckAsync();
        await Task.Yield();
        return [before, back, await GrainFactory.GetGrain<IScribe>(0).WriteAsync(), Here()];
    }

    public Task<Part> LookAsync() => Task.FromResult(Here());

    public Task NoteAsync()
    {
        _notes++;
        return Task.CompletedTask;
    }

    public Task<int> CountNotesAsync() => Task.FromResult(_notes);

    private static Part Here() => new(nameof(Shelf), Release.Name, UnitOfWork.Name ?? "none", UnitOfWork.Capture().Tag);
}
