namespace MinimalApi;

/// <summary>New in version 2.</summary>
internal static class Discount
{
    /// <summary>A tenth of everything above ten.</summary>
    public static decimal For(decimal amount) => amount > 10m ? (amount - 10m) / 10m : 0m;
}
