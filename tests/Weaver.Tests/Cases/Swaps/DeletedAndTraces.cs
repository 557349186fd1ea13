using System;
using System.IO;

public class Host
{
#if !V2
    public string Gone(int n) => "gone" + n + "with a body long enough to be an export";
#endif

    public string Use(object? helper)
    {
#if V2
        return "used without";
#else
        return Gone(1) + new OldHelper().Help() + helper;
#endif
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    public void Throw(int n)
    {
#if V2

        Console.Out.Flush();
#endif
        if (n > 0)
            throw new InvalidOperationException("thrown");
    }
}

#if !V2
public class OldHelper
{
    public string Help() => "old help that is long enough to matter";
}
#endif

public static class DeletedAndTraces
{
    private static readonly Host host = new();

    public static void Run(TextWriter output)
    {
        output.WriteLine(host.Use(null));
        try
        {
            host.Throw(1);
        }
        catch (InvalidOperationException e)
        {
            var trace = e.StackTrace!;
            var first = trace.Split('\n')[0];
            output.WriteLine(first[first.IndexOf(" in ", StringComparison.Ordinal)..]);
        }
    }
}
