using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

// Symbols within the assembly: frames of short methods stay in traces, with the lines of the version that ran.
public class Bad
{
    public void Go(int count)
    {
        for (var i = 0; i < count; i++)
        {
#if V2
            if (i == 2 && count > 2)
                throw new InvalidOperationException();
#else
            if (i == 2)
                throw new InvalidOperationException();
#endif
        }
    }
}

public static class Case
{
    public static void Run(TextWriter output)
    {
        try
        {
            new Bad().Go(3);
        }
        catch (InvalidOperationException e)
        {
            var frame = new StackTrace(e, fNeedFileInfo: true).GetFrames().First(static f => f.GetFileLineNumber() > 0);
            output.WriteLine($"{frame.GetMethod()!.Name} line {frame.GetFileLineNumber()}");
        }
    }
}
