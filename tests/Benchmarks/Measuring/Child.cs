using System.Diagnostics;

namespace HotWeave.Benchmarks.Measuring;

/// <summary>Runs programs in processes of their own.</summary>
internal static class Child
{
    /// <summary>The first argument that makes this program do a part of a measurement instead of a whole one.</summary>
    public const string Verb = "--child";

    /// <summary>Runs this program for a part of a measurement and returns the lines that it wrote.</summary>
    public static IReadOnlyList<string> Run(string[] arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        Start([typeof(Child).Assembly.Location, Verb, .. arguments], environment);

    /// <summary>Runs <c>dotnet</c> with these arguments and returns the lines that it wrote; fails when it failed.</summary>
    public static IReadOnlyList<string> Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = Dotnet(arguments);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Finish(start);
    }

    /// <summary>Runs any program and returns the lines that it wrote; fails when it failed.</summary>
    public static IReadOnlyList<string> Program(string file, IEnumerable<string> arguments) => Finish(new(file, arguments) { RedirectStandardOutput = true });

    /// <summary>Starts <c>dotnet</c> with these arguments, to be talked to.</summary>
    public static Process Open(IEnumerable<string> arguments)
    {
        var start = Dotnet(arguments);
        start.RedirectStandardInput = true;
        return Process.Start(start)!;
    }

    private static string[] Finish(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Split('\n')
            : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}.\n{output}");
    }

    private static ProcessStartInfo Dotnet(IEnumerable<string> arguments) =>
        new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", arguments) { RedirectStandardOutput = true };
}
