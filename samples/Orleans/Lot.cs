using HotWeave;
using HotWeave.Orleans;

namespace Auction;

[Swappable]
public sealed class Lot([PersistentState("lot", "lots")] IPersistentState<LotState> lot) : Grain, ILot, IOnCodeChange
{
    private readonly List<IDisposable> _timers = [];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        BeginTimers();
        return Task.CompletedTask;
    }

    // A grain that lives does its activation's work once more, after each swap and each rollback.
    public Task OnCodeChangeAsync(VersionNumber version)
    {
        BeginTimers();
        return Task.CompletedTask;
    }

    public Task<string> BidAsync(Bid bid)
    {
        if (bid.Amount <= Highest)
            return Task.FromResult($"{bid} is too little");
        lot.State.Bids.Add(bid);
        return Task.FromResult($"{bid} leads {this.GetPrimaryKeyString()}");
    }

    public Task<string> DescribeAsync() =>
        Task.FromResult($"{this.GetPrimaryKeyString()}: {(lot.State.Bids.Count == 0 ? "no bids" : string.Join(", ", lot.State.Bids))}");

    public async Task<string> RestAsync()
    {
        await lot.WriteStateAsync();
        DeactivateOnIdle();
        return $"{this.GetPrimaryKeyString()} rests";
    }

    private decimal Highest => lot.State.Bids.Count == 0 ? 0 : lot.State.Bids[^1].Amount;

    private void BeginTimers()
    {
        _timers.ForEach(timer => timer.Dispose());
        _timers.Clear();
    }
}
