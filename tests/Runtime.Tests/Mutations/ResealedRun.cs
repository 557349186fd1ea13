namespace HotWeave.Runtime.Tests.Mutations;

/// <summary>
/// What the child process does: prepares mutants whose digest is right, one after the other. Each number is written before its
/// mutant is tried, so that the parent knows which one a crash belongs to.
/// </summary>
internal static class ResealedRun
{
    internal const string Command = "prepare-resealed";

    /// <summary>The outcome of a mutant with a body that is none, which nothing but the check of bodies notices.</summary>
    internal const string Body = "HW6107 for a body";

    internal static async Task<int> Main(string[] arguments)
    {
        if (arguments is [Trust.TrustedRun.Command])
            return await Trust.TrustedRun.RunAsync();
        if (arguments is [Systematic.ScheduleRun.Command, var scenario, var begin, var many, .. var defect])
            return Systematic.ScheduleRun.Run(scenario, begin, many, defect is [var planted] ? planted : "None");
        if (arguments is [BodyRun.Command, var library, var note, var begun, var times, .. var rest])
            return BodyRun.Run(library, note, int.Parse(begun, null), int.Parse(times, null), rest is [var row, ..] ? int.Parse(row, null) : 0, rest.Skip(1).ToHashSet());
        if (arguments is not [Command, var first, var count])
            return 2;
        var victim = new Victim("Resealed");
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var from = int.Parse(first, System.Globalization.CultureInfo.InvariantCulture);
        for (var number = from; number < from + int.Parse(count, System.Globalization.CultureInfo.InvariantCulture); number++)
        {
            Console.WriteLine(number);
            var outcome = await PrepareAsync(Mutant.Resealed(victim.Patch, number));
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            if (victim.Counters.Ask() is not [0, 0])
                return 3;
            if (outcome == "HW9001")
                return 4;
        }

        foreach (var (outcome, n) in outcomes)
            Console.WriteLine($"{outcome}: {n}");
        return HotSwap.GetStatus().Versions.Count == 1 ? 0 : 5;
    }

    private static async Task<string> PrepareAsync(byte[] mutant)
    {
        try
        {
            (await HotSwap.PrepareAsync(mutant, new SwapOptions { Reclaimable = true })).Discard();
            return "prepared";
        }
        catch (SwapException e)
        {
            if (e.Code == "HW9001")
                Console.WriteLine(e);
            return e.Code == "HW6107" && e.Message.Contains("the body of", StringComparison.Ordinal) ? Body : e.Code;
        }
    }
}
