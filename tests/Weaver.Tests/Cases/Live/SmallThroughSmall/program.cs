using System.IO;

public class Case
{
    private static readonly Case s_one = new();

    public static void Run(TextWriter output) => s_one.Go(output);

#if V2
    private void Go(TextWriter output) => Go("v2", output);
#else
    private void Go(TextWriter output) => Go("v1", output);
#endif

    private void Go(string version, TextWriter output)
    {
        for (var i = 0; i < 2; i++)
            output.WriteLine(version + " " + i);
    }
}
