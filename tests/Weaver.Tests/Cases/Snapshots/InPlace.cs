public class Shop
{
    private int _sold;

    public virtual int Sell(int amount, ref int stock, in decimal price, out bool empty)
    {
        while (amount-- > 0 && stock > 0)
        {
            stock--;
            _sold++;
        }

        empty = stock == 0 || price < 0;
        return _sold;
    }

    public static void Nothing(string a, string b, string c, string d, string e)
    {
        try
        {
            System.Console.Write(a + b + c + d + e);
        }
        finally
        {
            System.Console.Write(e);
        }
    }
}
