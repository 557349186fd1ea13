namespace Shop;

/// <summary>What the releases change.</summary>
internal sealed class PriceList
{
    /// <summary>The price of an item: three for each letter.</summary>
    public string Quote(string item) => $"{item} costs {item.Length * 3}";
}
