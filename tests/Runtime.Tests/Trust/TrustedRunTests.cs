using System.Diagnostics;
using Xunit;

namespace HotWeave.Runtime.Tests.Trust;

public sealed class TrustedRunTests
{
    /// <summary>In a process of its own, since whom a process trusts is read once.</summary>
    [Fact]
    public async Task Every_way_in_of_a_process_that_requires_signatures_asks_for_them()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "exec", typeof(TrustedRun).Assembly.Location, TrustedRun.Command },
            RedirectStandardError = true,
        };
        using var child = Process.Start(start)!;
        var errors = await child.StandardError.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, errors);
    }
}
