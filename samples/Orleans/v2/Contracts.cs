using HotWeave;

namespace Auction;

/// <summary>A lot, by its name.</summary>
public interface ILot : IGrainWithStringKey
{
    Task<string> BidAsync(Bid bid);

    Task<string> DescribeAsync();

    /// <summary>Stores the lot and puts the grain away; the next call reads it again.</summary>
    Task<string> RestAsync();

    /// <summary>New, with a new message.</summary>
    Task<string> WithdrawAsync(Withdrawal withdrawal);
}

/// <summary>A message, and a part of what is stored.</summary>
[GenerateSerializer]
[Swappable]
public sealed class Bid
{
    [Id(0)]
    public string By { get; set; } = "";

    [Id(1)]
    public decimal Amount { get; set; }

    // New: bids that version 1 made have none.
    [Id(2)]
    public List<string> Tags { get; set; } = [];

    public override string ToString() => FormattableString.Invariant($"{By} {Amount:0.##}") + string.Concat(Tags.Select(tag => " #" + tag));
}

/// <summary>New.</summary>
[GenerateSerializer]
public sealed record Withdrawal([property: Id(0)] string By, [property: Id(1)] string Why);

/// <summary>What is stored.</summary>
[GenerateSerializer]
[Swappable]
public sealed class LotState
{
    [Id(0)]
    public List<Bid> Bids { get; set; } = [];

    // New: an object of a new type in the state of a deployed one.
    [Id(1)]
    public Withdrawal? Last { get; set; }
}
