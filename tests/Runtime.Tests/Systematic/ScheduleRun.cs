using System.Diagnostics;
using System.Globalization;
using HotWeave.Runtime.Tests.Systematic.Control;

namespace HotWeave.Runtime.Tests.Systematic;

/// <summary>
/// Many schedules in a process of their own: <c>HotWeave.Runtime.Tests run-schedules SCENARIO FIRST COUNT [DEFECT]</c>. Prints how far it is, and of
/// a schedule that shows something the text by which it runs again.
/// </summary>
internal static class ScheduleRun
{
    internal const string Command = "run-schedules";

    private const int Piece = 1_000;

    internal static int Run(string scenario, string first, string count, string defect)
    {
        var runtime = new RewrittenRuntime(Enum.Parse<PlantedDefect>(defect));
        var (began, points) = (Stopwatch.GetTimestamp(), 0L);
        var (from, end) = (Read(first), Read(first) + Read(count));
        for (var seed = from; seed < end; seed += Piece)
        {
            var ran = runtime.Call<string?[]>(Inside.RunSeeds, scenario, seed, Math.Min(Piece, end - seed));
            points += long.Parse(ran[1]!, CultureInfo.InvariantCulture);
            if (ran[2] is not null)
            {
                Console.WriteLine($"{scenario}, schedule {seed + Read(ran[0]!) - from}: {ran[3]}\nHOTWEAVE_SCHEDULE={ran[2]}\n{ran[4]}");
                return 1;
            }

            Console.WriteLine($"{scenario}: {Math.Min(seed + Piece, end) - from} schedules, {points} points, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        }

        return 0;
    }

    private static int Read(string number) => int.Parse(number, CultureInfo.InvariantCulture);
}
