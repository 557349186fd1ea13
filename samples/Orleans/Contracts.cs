using HotWeave;

namespace Auction;

/// <summary>A lot, by its name.</summary>
public interface ILot : IGrainWithStringKey
{
    Task<string> BidAsync(Bid bid);

    Task<string> DescribeAsync();

    /// <summary>Stores the lot and puts the grain away; the next call reads it again.</summary>
    Task<string> RestAsync();
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

    public override string ToString() => FormattableString.Invariant($"{By} {Amount:0.##}");
}

/// <summary>What is stored.</summary>
[GenerateSerializer]
[Swappable]
public sealed class LotState
{
    [Id(0)]
    public List<Bid> Bids { get; set; } = [];
}
