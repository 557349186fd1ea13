using System;

static class Program
{
    private static void Main()
    {
        while (true)
        {
            if (Console.ReadLine() is null)
                return;
            Console.WriteLine(Answer());
            Console.WriteLine("<<end>>");
        }
    }

#if V2
    private static string Answer() => "two";
#else
    private static string Answer() => "one";
#endif
}
