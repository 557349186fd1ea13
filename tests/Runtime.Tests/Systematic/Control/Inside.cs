using HotWeave.Runtime.Tests.Systematic.Scenarios;

namespace HotWeave.Runtime.Tests.Systematic.Control;

/// <summary>What is called in the rewritten runtime: runs schedules, and answers with the one that shows something.</summary>
internal static class Inside
{
    private const int WarmUps = 20;

    /// <summary>Runs schedules by their seeds until one breaks a promise.</summary>
    /// <returns>How many ran, how many points they had, and of the last one, if it failed, text and failure and trace.</returns>
    internal static string?[] RunSeeds(string scenario, int first, int count)
    {
        long points = 0;
        WarmUp(scenario);
        for (var seed = first; seed < first + count; seed++)
        {
            if (Run(scenario, Schedule.FromSeed(seed), ref points) is { } found)
                return [$"{seed - first + 1}", $"{points}", .. found];
        }

        return [$"{count}", $"{points}", null, null, null];
    }

    /// <summary>Runs one schedule by its text.</summary>
    /// <returns>Text, failure and trace; null when it keeps all promises.</returns>
    internal static string?[]? RunText(string scenario, string text)
    {
        long points = 0;
        WarmUp(scenario);
        return Run(scenario, Schedule.FromText(text), ref points);
    }

    // What is made at its first use is made before the schedule that is looked at, or that schedule would not be the same once more.
    private static void WarmUp(string scenario)
    {
        long points = 0;
        for (var seed = 1; seed <= WarmUps; seed++)
            Run(scenario, Schedule.WithoutWaits(seed), ref points);
    }

    private static string[]? Run(string scenario, Schedule schedule, ref long points)
    {
        // That the process has units is true or not for all schedules.
        UnitOfWork.EnterRoot("first").Dispose();
        var scheduler = new Scheduler(schedule)
        {
            HoldsTime = scenario is "gate" or "cancellation",
            MayRefuseThreads = scenario == "refusals" && !schedule.IsWithoutWaits,
        };
        try
        {
            RunScenario(scenario, scheduler);
            return null;
        }
        catch (ScheduleException e)
        {
            return [schedule.ToString(), e.Message, scheduler.Trace];
        }
        finally
        {
            points += scheduler.Points;
        }
    }

    private static void RunScenario(string name, Scheduler scheduler)
    {
        if (name == "folder")
        {
            new FolderScenario(scheduler).Run();
            return;
        }

        if (name == "listener")
        {
            new ListenerScenario(scheduler).Run();
            return;
        }

        SwapScenario scenario = name switch
        {
            "registry" => new RegistryScenario(scheduler),
            "purge" => new PurgeScenario(scheduler),
            "trial" => new TrialScenario(scheduler),
            "gate" => new GateScenario(scheduler),
            "cancellation" => new CancellationScenario(scheduler),
            "refusals" => new RefusalScenario(scheduler),
            _ => throw new ArgumentException("There is no scenario " + name, nameof(name)),
        };
        scenario.Run();
    }
}
