using HotWeave.Conformance;
using HotWeave.Runtime;
using Orleans;
using Orleans.Placement;

namespace HotWeave.Orleans.Tests.Silo;

/// <summary>Hands on to the next, wherever that is.</summary>
public interface IRelay : IGrainWithIntegerKey
{
    Task<Halt[]> PassAsync(int more);
}

/// <summary>Who handed on, and in which silo.</summary>
[GenerateSerializer]
public sealed record Halt([property: Id(0)] string Silo, [property: Id(1)] Part Part);

[Swappable]
[RandomPlacement]
public sealed class Relay : Grain, IRelay
{
    public async Task<Halt[]> PassAsync(int more)
    {
        var before = Here();
        if (more == 0)
            return [before];
        return [before, .. await GrainFactory.GetGrain<IRelay>(this.GetPrimaryKeyLong() + 1).PassAsync(more - 1), Here()];
    }

    private Halt Here() => new(RuntimeIdentity, new Part(nameof(Relay), Release.Name, UnitOfWork.Name ?? "none", UnitOfWork.Capture().Tag));
}
