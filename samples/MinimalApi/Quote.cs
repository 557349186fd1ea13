namespace MinimalApi;

/// <summary>What a client gets: the price, the quote's number, and the version of the code that handled the request.</summary>
internal sealed record Quote(string AnsweredBy, int Number, string Item, decimal Price);
