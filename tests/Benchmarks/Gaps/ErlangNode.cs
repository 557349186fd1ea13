using System.Globalization;
using System.Reflection;
using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Measuring;

namespace HotWeave.Benchmarks.Gaps;

/// <summary>The same server and client in Erlang, compiled and run by what is installed.</summary>
internal static class ErlangNode
{
    /// <summary>Whether <c>erlc</c> and <c>erl</c> are on the PATH.</summary>
    public static bool IsInstalled { get; } = IsOnPath("erlc") && IsOnPath("erl");

    /// <summary>What the node saw, with times in microseconds as ours are.</summary>
    public static Samples Measure(ScratchDirectory scratch, int rounds)
    {
        var folders = new[] { "erlang1", "erlang2" }.Select(name => Path.GetDirectoryName(scratch.File(name, "gap_server.erl"))!).ToArray();
        for (var version = 1; version <= 2; version++)
            Compile(folders[version - 1], "gap_server", $"-DVERSION={version}");
        Compile(folders[0], "gap_client");
        var lines = Child.Program(
            "erl",
            ["-noshell", "-pa", folders[0], "-s", "gap_client", "main", "-extra", .. folders.Select(static f => Path.Combine(f, "gap_server.beam")), rounds.ToString(CultureInfo.InvariantCulture)]);
        var seen = new Samples();
        seen.AddLines(lines);
        return seen.Map(static (name, value) => name == "rate" ? value : value / 1000);
    }

    private static void Compile(string folder, string module, params string[] options)
    {
        var source = Path.Combine(folder, module + ".erl");
        using (var text = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Erlang/{module}.erl")!)
        using (var file = File.Create(source))
            text.CopyTo(file);
        Child.Program("erlc", [.. options, "-o", folder, source]);
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program)));
}
