using HotWeave.Conformance;
using HotWeave.Runtime;
using Orleans;
using Orleans.Concurrency;

namespace HotWeave.Orleans.Tests.Silo;

[Swappable]
[StatelessWorker]
public sealed class Scribe : Grain, IScribe
{
    public Task<Part> WriteAsync() => Task.FromResult(new Part(nameof(Scribe), Release.Name, UnitOfWork.Name ?? "none", UnitOfWork.Capture().Tag));
}
