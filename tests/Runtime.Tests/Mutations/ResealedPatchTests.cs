using System.Diagnostics;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Runtime.Tests.Mutations;

public sealed class ResealedPatchTests(ITestOutputHelper output)
{
    private const int Count = 400;

    /// <summary>In a process of its own, so that one which the runtime does not survive is a failed test and not a dead test run.</summary>
    [Fact]
    public async Task Rule_42_mutants_with_a_right_digest_are_refused_or_prepared_and_never_end_the_process()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "exec", typeof(ResealedRun).Assembly.Location, ResealedRun.Command, "0", $"{Count}" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var lines = (await child.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, $"exit code {child.ExitCode} at {lines.LastOrDefault()}\n{await errors}");

        var outcomes = lines[Count..];
        foreach (var outcome in outcomes)
            output.WriteLine(outcome);
        // The mutants reach every stage of preparing, else this test shows little.
        foreach (var code in new[] { "HW6101", "HW6107", "HW6108", "HW6110", ResealedRun.Body, "prepared" })
            Assert.Contains(outcomes, o => o.StartsWith(code + ": ", StringComparison.Ordinal));
    }
}
