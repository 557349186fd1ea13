using System.Diagnostics;
using System.Globalization;
using HotWeave.Runtime.Tests.Swapping;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Runtime.Tests.Concurrency;

/// <summary>
/// All operations at random, under load, against a model of the guarantees. <c>HOTWEAVE_STRESS_SEED</c> chooses other operations than the usual ones,
/// <c>HOTWEAVE_STRESS_SECONDS</c> how long (5 unless told).
/// </summary>
public sealed class GuaranteeStressTests(ITestOutputHelper output) : SwapTest
{
    private const int UsualSeed = 20260;

    [Fact]
    public async Task All_guarantees_hold_under_random_operations_and_load()
    {
        var seed = Setting("HOTWEAVE_STRESS_SEED", UsualSeed);
        var time = TimeSpan.FromSeconds(Setting("HOTWEAVE_STRESS_SECONDS", 5));
        var patches = new StressPatches("Guarantees");
        var history = new AnswerHistory(StressPatches.AnswersOf(0));
        var load = new Load(patches.Counters.Answers, history, seed);
        using var run = new ModelledOperations(patches, history, load);
        var operations = new RandomOperations(seed, patches, history, run);
        var steps = 0;
        var began = Stopwatch.GetTimestamp();
        try
        {
            for (; Stopwatch.GetElapsedTime(began) < time && !history.IsFull && !load.Violations.Any(); steps++)
                await operations.StepAsync();
        }
        finally
        {
            await load.StopAsync();
            await operations.EndAsync();
        }

        string[] violations = [.. load.Violations, .. history.SeenThoughFailed()];
        var outcomes = string.Join('\n', run.Outcomes.Select(static o => $"{o.Value,6} {o.Key}"));
        output.WriteLine($"seed {seed}: {steps} operations, {load.Calls} calls, {load.Units} units\n{outcomes}");
        Assert.True(
            violations.Length == 0,
            $"HOTWEAVE_STRESS_SEED={seed}, after {steps} operations:\n{string.Join('\n', violations.Take(10))}\nThe last operations:\n{string.Join('\n', run.Log)}");
        Assert.True(steps > 20 && load.Units > steps, $"{steps} operations, {load.Units} units");
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : usual;
}
