namespace HotWeave.Fuzz.Kills;

/// <summary>Kills confirming, folder weaving and restoring at random points and, where strace is, at each system call that changes files.</summary>
internal static class KillRun
{
    /// <summary>Runs all.</summary>
    /// <param name="scratch">A folder for it.</param>
    /// <param name="count">How many kills at random points, shared by the operations.</param>
    /// <param name="atCalls">Whether to kill at system calls too.</param>
    /// <param name="say">Takes the rows of the table as they come, and what went wrong.</param>
    /// <returns>How many kills went wrong.</returns>
    public static int Run(string scratch, int count, bool atCalls, Action<string> say)
    {
        var cases = KillCase.MakeAll(scratch);
        say("| killed | at | kills | too late | as before | as after | mended by the next command | different states | wrong |");
        say("|---|---|---:|---:|---:|---:|---:|---:|---:|");
        var saying = new Lock();
        void SayAlone(string line)
        {
            lock (saying)
                say(line);
        }

        // Side by side, since most of the time is spent in waiting for the disk.
        var runs = cases.Select((c, i) => Task.Run(
            () => Run(Path.Combine(scratch, c.Name), c, (count + cases.Count - 1 - i) / cases.Count, atCalls, SayAlone))).ToArray();
        return runs.Sum(static r => r.Result);
    }

    private static int Run(string scratch, KillCase killed, int count, bool atCalls, Action<string> say)
    {
        var place = KillPlace.Make(scratch, killed.Before);
        var judge = new KillJudge(killed, place);
        judge.Learn(() => KilledProcess.Measure(place, killed));
        // The shortest of some: a slow one would put many points behind the end of quicker ones.
        var length = Enumerable.Range(0, 3).Select(_ => KilledProcess.Measure(KillPlace.Make(scratch, killed.Before), killed)).Min();
        var random = new Random(count);
        var row = new KillRow(killed, judge, () => KillPlace.Make(scratch, killed.Before));
        var wrong = row.Run("random points", Points(length, count, random).Select(KillAfter), say, count);
        if (!atCalls)
            return wrong;
        KillPlace.Make(scratch, killed.Before);
        if (!SystemCalls.CanKill(place))
        {
            say($"| {killed.Name} | system calls: no strace here | 0 | | | | | | |");
            return wrong;
        }

        var calls = SystemCalls.Find(place, killed);
        return wrong + JudgeOrder(KillPlace.Make(scratch, killed.Before), killed, say) + row.Run("system calls", calls.Select(KillAt), say);

        Func<bool> KillAfter(TimeSpan point) => () => KilledProcess.KillAfter(place, killed, point);
        Func<bool> KillAt((string Name, int Number) call) => () => SystemCalls.KillAt(place, killed, call.Name, call.Number);
    }

    private static int JudgeOrder(KillPlace place, KillCase killed, Action<string> say)
    {
        if (killed.Last is not { } last)
            return 0;
        var wrong = new DiskOrder(place.Folder).Judge(SystemCalls.Trace(place, killed), last);
        foreach (var order in wrong)
            say($"WRONG: {killed.Name}: {order}");
        return wrong.Count;
    }

    // Each in its own slice of the operation's length, again and again, since some come too late; but not for ever.
    private static IEnumerable<TimeSpan> Points(TimeSpan length, int count, Random random)
    {
        for (var round = 0; round < 5; round++)
        {
            for (var i = 0; i < count; i++)
                yield return length * ((i + random.NextDouble()) / count);
        }
    }
}
