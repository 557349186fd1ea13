using System.IO;
using System.Reflection;
using System.Text.Json;

// Properties that a patch adds to deployed types: whoever looks at the type itself does not find them, and is named.
#if V2
public struct Pair
{
    public int X { get; set; }

    public string[]? Names { get; set; }
}
#endif

public class Holder
{
    public int A { get; set; } = 1;
#if V2
    public Pair B { get; set; } = new() { X = 7, Names = ["n"] };
#endif
}

public class Plain
{
    public int A { get; set; } = 1;
#if V2
    public int B { get; set; } = 2;
#endif
}

public static class Case
{
    private static readonly Holder s_kept = new();
    private static readonly Plain s_plain = new();

    public static void Run(TextWriter output)
    {
#if V2
        output.WriteLine($"v2 {s_kept.B.X} {JsonSerializer.Serialize(s_kept)} {JsonSerializer.Deserialize<Holder>("{\"A\":5,\"B\":{\"X\":3}}")!.B.X}");
        output.WriteLine($"{s_plain.B} {Look(s_plain)}");
#else
        output.WriteLine($"v1 {JsonSerializer.Serialize(s_kept)} {JsonSerializer.Deserialize<Holder>("{\"A\":5,\"B\":{\"X\":3}}")!.A}");
        output.WriteLine($"{s_plain.A} {Look(s_plain)}");
#endif
    }

    private static string Look(object of)
    {
        var text = "";
        foreach (var property in of.GetType().GetProperties())
            text += property.Name + "=" + property.GetValue(of) + ";";
        return text;
    }
}
