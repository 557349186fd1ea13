using HotWeave;
using HotWeave.Orleans;

namespace Auction;

[Swappable]
public sealed class Lot([PersistentState("lot", "lots")] IPersistentState<LotState> lot) : Grain, ILot, IOnCodeChange
{
    private readonly List<IDisposable> _timers = [];
    private int _looks;

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
        if (bid.Amount < Highest * 1.05m)
            return Task.FromResult($"{bid} is less than 5 % more");
        lot.State.Bids.Add(bid);
        return Task.FromResult($"{bid} leads {this.GetPrimaryKeyString()}");
    }

    public Task<string> WithdrawAsync(Withdrawal withdrawal)
    {
        lot.State.Bids.RemoveAll(bid => bid.By == withdrawal.By);
        lot.State.Last = withdrawal;
        return Task.FromResult($"{withdrawal.By} withdraws");
    }

    public Task<string> DescribeAsync() =>
        Task.FromResult($"{this.GetPrimaryKeyString()}: {(lot.State.Bids.Count == 0 ? "no bids" : string.Join(", ", lot.State.Bids))}"
            + (lot.State.Last is { } last ? $"; {last.By} withdrew: {last.Why}" : "") + (_looks > 0 ? "; watched" : ""));

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
        _timers.Add(this.RegisterGrainTimer(WatchAsync, new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.FromMilliseconds(10))));
    }

    private Task WatchAsync(CancellationToken cancellation)
    {
        _looks++;
        return Task.CompletedTask;
    }
}
