namespace MinimalApi;

/// <summary>A service with state: the one object that dependency injection makes lives on through every swap, and so does its count.</summary>
internal sealed class PriceList
{
    private int _quotes;

    /// <summary>The price of an item: three for each letter.</summary>
    public Quote Quote(string item, string handledBy) => new(handledBy, Interlocked.Increment(ref _quotes), item, item.Length * 3m);
}
