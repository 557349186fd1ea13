using Parts;

namespace Shop;

/// <summary>Works without end, and answers what it is asked on its input. Knows nothing of HotWeave.</summary>
public static class Program
{
    private static readonly Load s_load = new();
    private static readonly Held s_held = new();
    private static readonly Copies s_copies = new();
    private static readonly Endless s_endless = new();
    private static readonly Traces s_traces = new();

    public static void Main()
    {
        s_load.Start();
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line)
            Console.WriteLine(Answer(line));
        s_load.Stop();
    }

    private static string Answer(string line) => line switch
    {
        "facts" => Facts.Collect(),
        "held" => s_held.Collect(),
        "load" => s_load.Report(),
        "untouched" => Touched.Ran ? "ran" : "not run",
        "touch" => Untouched.Value().ToString(),
        "endless" => s_endless.Start(),
        "endless last" => s_endless.Last.ToString(),
        "greeting" => Greeter.Greet(),
        "scale" => Copies.Scale(typeof(Clerk).Assembly),
        "copy" => s_copies.Load(isCollectible: false),
        "copy scale" => s_copies.Scale(),
        "collectible copy" => s_copies.Load(isCollectible: true),
        "trace" => Facts.Trace(),
        "traces" => s_traces.Collect(),
        "worker last" => Workers.Last.ToString(),
        _ when line.StartsWith("worker ", StringComparison.Ordinal) => Workers.Start(line["worker ".Length..]),
        _ => "?",
    };
}
