using HotWeave.Fuzz.Running;
using HotWeave.Fuzz.Seeds;

namespace HotWeave.Fuzz.Inputs;

/// <summary>Damaged inputs over all verbs of the tool.</summary>
internal static class InputRun
{
    // One in so many is run as a process too.
    private const int Sample = 101;

    /// <summary>Runs so many.</summary>
    /// <param name="scratch">A folder for files.</param>
    /// <param name="first">The first one's number.</param>
    /// <param name="count">How many.</param>
    /// <param name="found">Hears of those that did not end as they have to, with the input.</param>
    public static OutcomeTable Run(string scratch, int first, int count, Action<Outcome, byte[]> found)
    {
        var seeds = SeedFolder.Make(Path.Combine(scratch, "seeds"));
        var table = new OutcomeTable();
        foreach (var outcome in WorkerProcess.Run(scratch, static n => InputCases.All[n % InputCases.All.Count].Name, first, first + count))
        {
            Take(outcome);
            if (outcome.Number % Sample == 0)
            {
                var (input, bytes) = InputWorker.MakeInput(seeds, InputCases.All, outcome.Number);
                Take(ToolProcess.Run(Path.Combine(scratch, "process"), seeds, input, outcome.Number, bytes) with { Case = "as processes" });
            }
        }

        return table;

        void Take(Outcome outcome)
        {
            table.Add(outcome);
            if (!outcome.IsGood)
                found(outcome, InputWorker.MakeInput(seeds, InputCases.All, outcome.Number).Bytes);
        }
    }
}
