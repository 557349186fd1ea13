using System.Diagnostics;
using Mono.Cecil;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Runtime.Tests.Mutations;

public sealed class DamagedBodyTests(ITestOutputHelper output)
{
    /// <summary>In a process of its own, so that one which the compiler does not survive is a failed test and not a dead test run.</summary>
    [Fact]
    public async Task Every_body_of_a_library_damaged_once_is_refused_or_compiled()
    {
        var note = Path.GetTempFileName();
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "exec", typeof(BodyRun).Assembly.Location, BodyRun.Command, typeof(ModuleDefinition).Assembly.Location, note, "0", "1" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var lines = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, $"exit code {child.ExitCode} at {await File.ReadAllTextAsync(note)}\n{await errors}");
        File.Delete(note);
        foreach (var line in lines)
            output.WriteLine(line);
        // They come to every stage, else this test shows little.
        foreach (var outcome in new[] { "HW6107", "HW6110", "HW6112", "prepared" })
            Assert.Contains(lines, l => l.StartsWith(outcome + ": ", StringComparison.Ordinal));
    }
}
