namespace HotWeave.Fuzz.Kills;

/// <summary>Kills one operation again and again, each time in a place that is made anew, and counts what became of it.</summary>
internal sealed class KillRow(KillCase killed, KillJudge judge, Action makePlace)
{
    /// <summary>Runs the kills.</summary>
    /// <param name="at">What they are at.</param>
    /// <param name="kills">Each says whether the process was killed, or was quicker.</param>
    /// <param name="say">Takes a row of the table, and faults.</param>
    /// <param name="enough">After how many processes that were killed there are enough.</param>
    /// <returns>How many went wrong.</returns>
    public int Run(string at, IEnumerable<Func<bool>> kills, Action<string> say, int enough = int.MaxValue)
    {
        var (done, late, wrong, states) = (0, 0, 0, judge.States);
        var left = new Dictionary<string, int> { ["before"] = 0, ["after"] = 0, ["between"] = 0 };
        foreach (var kill in kills)
        {
            makePlace();
            if (kill())
                done++;
            else
                late++;
            left[judge.Name()]++;
            if (judge.FindFault() is { } fault)
            {
                wrong++;
                say($"{killed.Name}, {at}: {fault}");
            }

            if (done == enough)
                break;
        }

        object[] cells = [killed.Name, at, done, late, left["before"], left["after"], left["between"], judge.States - states, wrong];
        say($"| {string.Join(" | ", cells)} |");
        return wrong;
    }
}
