namespace Shop;

/// <summary>What the releases change.</summary>
internal sealed class PriceList
{
    private readonly Dictionary<string, int> _prices = [];

    /// <summary>The price of an item, from a list that somebody has forgotten to fill.</summary>
    public string Quote(string item) => $"{item} costs {_prices[item]}";
}
