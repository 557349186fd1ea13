using System.Globalization;
using HotWeave.Runtime.Tests.Systematic.Control;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Runtime.Tests.Systematic;

/// <summary>
/// The runtime's own code, thread by thread, in many orders: what stands on the protocol. <c>HOTWEAVE_SCHEDULES=100000</c> runs so many of each
/// scenario; <c>HOTWEAVE_SCHEDULE</c> with the text of a failed one runs that one again.
/// </summary>
public sealed class ControlledScheduleTests(ITestOutputHelper output)
{
    private const int Few = 100;
    private const int Enough = 20_000;

    [Theory]
    [InlineData("registry")]
    [InlineData("purge")]
    [InlineData("trial")]
    [InlineData("gate")]
    [InlineData("cancellation")]
    [InlineData("refusals")]
    [InlineData("folder")]
    [InlineData("listener")]
    public void Every_order_keeps_what_is_promised(string scenario)
    {
        var runtime = new RewrittenRuntime(PlantedDefect.None);
        if (Environment.GetEnvironmentVariable("HOTWEAVE_SCHEDULE") is { Length: > 0 } text)
            Check(scenario, ["1", "", .. runtime.Call<string?[]?>(Inside.RunText, scenario, text) ?? [null, null, null]]);
        var many = Environment.GetEnvironmentVariable("HOTWEAVE_SCHEDULES");
        var count = string.IsNullOrEmpty(many) ? Few : int.Parse(many, CultureInfo.InvariantCulture);
        var ran = runtime.Call<string?[]>(Inside.RunSeeds, scenario, 0, count);
        output.WriteLine($"{scenario}: {ran[0]} schedules, {ran[1]} points");
        Check(scenario, ran);
    }

    [Theory]
    [InlineData("purge", PlantedDefect.EventDisposed)]
    [InlineData("refusals", PlantedDefect.ThreadRefusalThrown)]
    [InlineData("cancellation", PlantedDefect.CancellationIgnored)]
    [InlineData("folder", PlantedDefect.FolderUnlocked)]
    [InlineData("listener", PlantedDefect.NoteThrows)]
    internal void Each_defect_that_is_put_back_is_found_and_its_schedule_shows_it_again(string scenario, PlantedDefect defect)
    {
        var found = new RewrittenRuntime(defect).Call<string?[]>(Inside.RunSeeds, scenario, 0, Enough);
        output.WriteLine($"{defect}: {scenario}, schedule {found[0]}: {found[3]}");
        Assert.True(found[2] is not null, $"No schedule shows {defect}.");
        var again = new RewrittenRuntime(defect).Call<string?[]?>(Inside.RunText, scenario, found[2]);
        Assert.Equal(found[3], again?[1]);
    }

    private static void Check(string scenario, string?[] ran) =>
        Assert.True(ran[2] is null, $"{scenario}: {ran[3]}\nHOTWEAVE_SCHEDULE={ran[2]}\n{ran[4]}");
}
