namespace Shop;

[HotWeave.Swappable]
public static class Prices
{
    public static string Of(string article)
    {
        var price = 0;
        foreach (var letter in article)
            price += letter - 'a';
#if SALE
        return article + " costs half, " + price / 2;
#else
        return article + " costs " + price;
#endif
    }
}
