using System.IO;

public class Settings
{
    public int Level { get; set; } = 4;

#if V2
    public int Version => 2;

    public static string Name() => "two";
#else
    public int Version => 1;

    public static string Name() => "one";
#endif
}

public struct Point(int x)
{
    public int X = x;

#if V2
    public int Twice() => X + X + 1;
#else
    public int Twice() => X + X;
#endif
}

public static class SmallBodies
{
    public static void Run(TextWriter output)
    {
        var settings = new Settings();
        output.WriteLine(Describe(settings));
        output.WriteLine(new Point(4).Twice());
        output.WriteLine(Indirect());
    }

    private static string Describe(Settings settings) => settings.Version + Settings.Name() + settings.Level;

    private static string Indirect() => Settings.Name();
}
