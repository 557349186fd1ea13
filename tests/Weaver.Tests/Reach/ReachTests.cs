using System.Globalization;
using HotWeave.Weaver.Tests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Weaver.Tests.Reach;

/// <summary>After a swap every value that a program observes is the new one, or the report names what stays behind.</summary>
/// <remarks>
/// Random programs, each of some members in all shapes, reached in all ways, changed in all manners. <c>HOTWEAVE_REACH_SEEDS</c> sets how many,
/// <c>HOTWEAVE_REACH_FIRST</c> where they begin.
/// </remarks>
[Collection("swaps")]
public sealed class ReachTests(ITestOutputHelper output)
{
    [Fact]
    public async Task No_change_stays_behind_unsaid()
    {
        int first = Setting("HOTWEAVE_REACH_FIRST", 1), count = Setting("HOTWEAVE_REACH_SEEDS", 25), changed = 0, refused = 0, stayed = 0;
        var remarked = new List<(Probe Probe, string Codes)>();
        var problems = new List<string>();
        for (var seed = first; seed < first + count; seed++)
        {
            var configuration = seed % 2 == 0 ? Configuration.Debug : Configuration.Release;
            var small = seed % 5 == 0 ? SmallMethods.Export : SmallMethods.Leave;
            using var run = new ReachRun(ReachProgram.From(seed), $"Reach{seed}", configuration, small);
            var report = await run.Run();
            problems.AddRange(report.Problems.Select(p => $"seed {seed} ({configuration}, {small}): {p}"));
            changed += report.Changed;
            refused += report.Refused.Count;
            stayed += report.Stayed.Count;
            remarked.AddRange(report.Remarked);
        }

        output.WriteLine($"{count} programs, {changed} changes carried, {stayed} of them stayed behind as named, {remarked.Count} are live with a remark, {refused} refused");
        foreach (var group in remarked.GroupBy(static r => r.Codes).OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key, StringComparer.Ordinal).Take(20))
        {
            var targets = group.GroupBy(static r => $"{r.Probe.Target.Name}, {r.Probe.Way.Name}").OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key, StringComparer.Ordinal).Take(6);
            output.WriteLine($"  remarked {group.Count()} times: {group.Key} ({string.Join("; ", targets.Select(static g => $"{g.Count()} {g.Key}"))})");
        }

        Assert.True(problems.Count == 0, $"{problems.Count} problems\n{string.Join("\n", problems)}");
        Assert.True(changed - stayed > refused, $"Only {changed - stayed} changes went live without a word; {refused} were refused.");
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
