using System.Globalization;
using HotWeave;

namespace Auction;

/// <summary>Takes what is said at the console to the lots.</summary>
[Swappable]
public sealed class Clerk(IGrainFactory grains)
{
    public Task<string> AnswerAsync(string[] words) => words switch
    {
        ["bid", var lot, var who, var amount] => Find(lot).BidAsync(new Bid { By = who, Amount = decimal.Parse(amount, CultureInfo.InvariantCulture), Tags = ["console"] }),
        ["withdraw", var lot, var who, .. var why] => Find(lot).WithdrawAsync(new Withdrawal(who, string.Join(' ', why))),
        ["look", var lot] => Find(lot).DescribeAsync(),
        ["rest", var lot] => Find(lot).RestAsync(),
        _ => Task.FromResult($"unknown {words[0]}"),
    };

    private ILot Find(string name) => grains.GetGrain<ILot>(name);
}
