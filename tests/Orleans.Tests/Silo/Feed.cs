using HotWeave.Runtime;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace HotWeave.Orleans.Tests.Silo;

[Swappable]
public sealed class Feed : Grain, IFeed
{
    private readonly HashSet<string> _units = [];
    private int _count;
    private int _outOfOrder;

    public Task StartAsync() =>
        this.GetStreamProvider("memory").GetStream<int>(StreamId.Create("feed", this.GetPrimaryKeyLong())).SubscribeAsync((number, _) => TakeAsync(number));

    public Task<Received> FindReceivedAsync() => Task.FromResult(new Received(_count, _outOfOrder, [.. _units]));

    private Task TakeAsync(int number)
    {
        _units.Add(UnitOfWork.Name ?? "none");
        if (number != ++_count && _outOfOrder == 0)
            _outOfOrder = number;
        return Task.CompletedTask;
    }
}
