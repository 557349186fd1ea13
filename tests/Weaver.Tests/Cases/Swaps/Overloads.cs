using System;
using System.IO;

// Bodies in place that begin with a local call of another overload, whose body has moved: both look much like a stub.
public class Settings
{
    private readonly string _name;

    public Settings(string name) => _name = name;

    public static Settings Create()
    {
#if V2
        return new Settings("default settings");
#else
        return new Settings("default");
#endif
    }

    public static Settings Create(string suffix)
    {
        var created = Create();
        return new Settings(created._name + suffix);
    }

    // Other constraints make it another method.
#if V2
    public string Largest<T>(T one, T other) where T : IComparable<T> { return "largest " + (one.CompareTo(other) > 0 ? one : other) + Text(); }
#else
    public string Largest<T>(T one, T other) { return "either " + one + other + Text(); }
#endif
    public string Both(int n) { return Largest(n, 2) + Largest("a", "b"); }

    public string Text(int unused) => Text();

    public string Text()
    {
#if V2
        return "<" + _name + ">" + _name.Length;
#else
        return "[" + _name + "]" + _name.Length;
#endif
    }
}

public static class Overloads
{
    public static void Run(TextWriter output)
    {
        output.WriteLine(Settings.Create().Text());
        output.WriteLine(Settings.Create().Both(4) + Settings.Create().Largest(1.5, 2.5));
        output.WriteLine(Settings.Create("+").Text(1));
        output.WriteLine(new Func<string, Settings>(Settings.Create)("-").Text());
    }
}
