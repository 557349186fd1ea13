namespace MinimalApi;

/// <summary>A service with state: the one object that dependency injection makes lives on through every swap, and so does its count.</summary>
internal sealed class PriceList
{
    private int _quotes;

    /// <summary>The price of an item: four for each letter, less the discount.</summary>
    public Quote Quote(string item, string handledBy) => new(handledBy, Interlocked.Increment(ref _quotes), item, PriceOf(item));

    private static decimal PriceOf(string item)
    {
        decimal full = item.Length * 4m;
        return full - Discount.For(full);
    }
}
