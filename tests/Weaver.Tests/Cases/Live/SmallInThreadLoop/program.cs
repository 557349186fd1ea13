using System;
using System.Threading;

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
        var asked = new SemaphoreSlim(0);
        var answered = new SemaphoreSlim(0);
        var hasEnded = false;
        var thread = new Thread(() =>
        {
            while (true)
            {
                asked.Wait();
                if (hasEnded)
                    return;
                Console.WriteLine("thread " + Prices.Of(2));
                answered.Release();
            }
        }) { IsBackground = true };
        thread.Start();
        while (Console.ReadLine() is not null)
        {
            asked.Release();
            answered.Wait();
            Console.WriteLine("<<end>>");
        }

        hasEnded = true;
        asked.Release();
        thread.Join();
    }
}
