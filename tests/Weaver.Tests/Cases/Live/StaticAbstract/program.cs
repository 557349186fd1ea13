using System.IO;

public interface IRate
{
    static abstract int Rate();

    static abstract int Factor { get; }

    static virtual int Both() => 1;
}

public class Own : IRate
{
#if V2
    public static int Rate() => 2;

    public static int Factor => 20;

    static int IRate.Both() => 200;
#else
    public static int Rate() => 1;

    public static int Factor => 10;

    static int IRate.Both() => 100;
#endif
}

public struct Small : IRate
{
#if V2
    public static int Rate() => 4;

    static int IRate.Factor => 40;
#else
    public static int Rate() => 3;

    static int IRate.Factor => 30;
#endif
}

public static class Case
{
    public static void Run(TextWriter output)
    {
        Write<Own>(output);
        Write<Small>(output);
    }

    private static void Write<T>(TextWriter output) where T : IRate => output.WriteLine($"{T.Rate()} {T.Factor} {T.Both()}");
}
