using System;

public class Prices
{
#if V2
    public static int Of(int n) => n * 20;
#else
    public static int Of(int n) => n * 10;
#endif
}

static class Program
{
    private static void Main()
    {
        Func<int, string> digits = static n =>
        {
            var text = "";
            for (var i = 0; i < n; i++)
                text += i;
            return text;
        };
        while (Console.ReadLine() is not null)
        {
            Console.WriteLine(Prices.Of(2) + digits(2));
            Console.WriteLine("<<end>>");
        }
    }
}
