using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Tool.Watching;
using Spectre.Console;

namespace HotWeave.Tool.Tests;

/// <summary>Watching and progress, without a process and with a console that is none.</summary>
public sealed class WatchingTests
{
    private static readonly UnitLine s_job = new() { Name = "job", Age = 1234, Version = 1 };
    private static readonly ProcessStatus s_waiting = Status(1) with
    {
        Operation = "commit",
        Units = [s_job, s_job with { Name = "[import]", Age = 100 }],
        RunningUnits = 2,
        WaitingUnits = 3,
    };

    [Fact]
    public void Only_what_is_new_is_said()
    {
        var changes = new StatusChanges();
        var status = Status(1);
        Assert.Contains("version 1 is current", changes.Since(status));
        Assert.Empty(changes.Since(status));
        Assert.Equal(["under way: commit"], changes.Since(status with { Operation = "commit" }));
        Assert.Equal(["3 new units of work wait for 2 that run"], changes.Since(status with { Operation = "commit", WaitingUnits = 3, RunningUnits = 2 }));
        Assert.Equal(["nothing is under way", "no unit of work waits"], changes.Since(status));
        // A busy process is no news, an old version that drains is.
        Assert.Empty(changes.Since(status with { RunningUnits = 1, Units = [s_job] }));
        Assert.Equal(
            ["version 2 is current", "version 1 is draining, units of work that run it: 1"],
            changes.Since(Status(2) with { Versions = [Version(1, "draining"), Version(2, "current")], Units = [s_job] }));
    }

    [Fact]
    public void A_watch_ends_when_the_operator_does_and_when_the_process_has()
    {
        var shown = 0;
        var pauses = 0;
        Assert.False(new StatusWatch(() => Document(Status(1)), static () => true, _ => ++pauses == 3).Run(_ => shown++));
        Assert.Equal(3, shown);

        var rounds = 0;
        Assert.True(new StatusWatch(Lost, () => ++rounds < 3, static _ => false).Run(static _ => Assert.Fail("nothing is there to be shown")));
        Assert.Throws<RefusedException>(() => new StatusWatch(Lost, static () => true, static _ => false).Run(static _ => { }));
    }

    [Fact]
    public void A_trial_is_watched_to_its_verdict_or_until_the_operator_wants_no_more()
    {
        var outcomes = new OutcomesReport { Ended = 7, Failed = 2, MeanLatency = 1 };
        var pending = new TrialReport { Version = 3, Against = 2, Share = 1, Window = 60_000, Elapsed = 59_500, Verdict = "pending", New = outcomes, Old = outcomes };
        var answers = new Queue<TrialReport?>([pending, pending with { Elapsed = 60_000, Verdict = "failed", Reason = "why" }]);
        var pauses = new List<TimeSpan>();
        bool Pause(TimeSpan time)
        {
            pauses.Add(time);
            return false;
        }

        var watch = new TrialWatch(3, answers.Dequeue, Pause);
        Assert.Null(watch.Describe());
        Assert.Equal("failed", watch.Run()?.Verdict);
        Assert.Equal("60 of 60 s, 7 units ended, 2 failed", watch.Describe());
        // Not a second, since the verdict is due before.
        Assert.Equal([TimeSpan.FromMilliseconds(500)], pauses);

        Assert.Equal("pending", new TrialWatch(3, () => pending, static _ => true).Run()?.Verdict);
        Assert.Null(new TrialWatch(4, () => pending, static _ => false).Run());
        Assert.Null(new TrialWatch(4, static () => null, static _ => false).Run());
    }

    [Fact]
    public void Progress_names_the_units_that_are_waited_for()
    {
        Assert.Equal("units of work left: 2: job (1.2 s), [import] (0.1 s); 3 new ones wait", TurnProgress.Describe(s_waiting));
        Assert.Equal(
            "units of work left: 7: job (1.2 s), job (1.2 s), job (1.2 s) and 4 more; 0 new ones wait",
            TurnProgress.Describe(s_waiting with { Units = [s_job, s_job, s_job, s_job], RunningUnits = 7, WaitingUnits = 0 }));
        Assert.EndsWith("; 1 new one waits", TurnProgress.Describe(s_waiting with { WaitingUnits = 1 }), StringComparison.Ordinal);
        Assert.Null(TurnProgress.Describe(s_waiting with { WaitingUnits = null }));
        Assert.Null(TurnProgress.Describe(s_waiting with { RunningUnits = 0 }));
    }

    [Fact]
    public void A_terminal_shows_each_status_over_the_one_before()
    {
        var screen = new StringWriter();
        var pauses = 0;
        var ended = Terminal(screen).Live<bool>(show => new StatusWatch(() => Document(Status(++pauses)), static () => true, _ => pauses == 2).Run(show));
        Assert.False(ended);
        Assert.Contains("version 1 is current", screen.ToString(), StringComparison.Ordinal);
        Assert.Contains("version 2 is current", screen.ToString(), StringComparison.Ordinal);
        // Up again, by an escape sequence, between the two.
        Assert.Matches("(?s)version 1 is current.*\u001b\\[\\d+A.*version 2 is current", screen.ToString());
    }

    [Fact]
    public void Beside_the_spinner_stands_what_is_waited_for()
    {
        var screen = new StringWriter();
        using var asked = new CountdownEvent(2);
        var result = Terminal(screen).Wait("Committing", () =>
        {
            Assert.True(asked.Wait(TimeSpan.FromSeconds(30)));
            return 7;
        }, () =>
        {
            if (!asked.IsSet)
                asked.Signal();
            return TurnProgress.Describe(s_waiting);
        });
        Assert.Equal(7, result);
        Assert.Contains("units of work left: 2: job (1.2 s), [import]", screen.ToString(), StringComparison.Ordinal);
    }

    private static StatusDocument Lost() => throw new RefusedException(UseDiagnostics.ConnectionLost.With(1, "the process ended or hung up"));

    private static TextReport Terminal(StringWriter screen)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(screen),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
        });
        console.Profile.Width = 200;
        return new TextReport(console, TextWriter.Null);
    }

    [Fact]
    public void A_person_sees_what_versions_have_loaded_and_what_was_left_behind()
    {
        var text = new StringWriter();
        var retained = new RetainedReport { Patches = 2, Assemblies = 3, Bytes = 240_000 };
        Document(Status(1) with { Versions = [Version(0, "superseded"), Version(1, "current")], Forgotten = 12, Retained = retained })
            .Print(new TextReport(text, TextWriter.Null, isTerminal: false));

        var lines = text.ToString().Split('\n').Select(static l => l.Trim()).ToList();
        Assert.Equal(["1", "current,", "on", "probation", "82"], lines.Single(static l => l.StartsWith("1 ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("and 12 older versions that are unloaded", lines);
        Assert.Contains("loaded for the life of the process and not in force: 2 patches, 3 assemblies, 240 kB", lines);
    }

    [Fact]
    public void Of_many_versions_a_person_sees_those_that_matter()
    {
        const string Loaded = "it is loaded for the life of the process";
        VersionReport[] versions = [.. Enumerable.Range(0, 20).Select(static n => Version(n, n switch { 9 => "rolled-back", 18 => "current", 5 => "draining", _ => "superseded" }) with { HeldBy = n is 0 or 7 ? [] : [Loaded] })];
        var text = new StringWriter();
        Document(Status(18) with { Versions = versions }).Print(new TextReport(text, TextWriter.Null, isTerminal: false));

        var lines = text.ToString().Split('\n').Select(static l => l.Trim()).ToList();
        Assert.Equal(["0", "5", "14", "15", "16", "17", "18", "19"], lines.SkipWhile(static l => !l.StartsWith("VERSION", StringComparison.Ordinal)).Skip(1).Take(8).Select(static l => l.Split(' ')[0]));
        Assert.Contains("and 12 older versions in between", lines);
        Assert.Contains($"versions 1 to 6, 8 to 19: {Loaded}", lines);
    }

    private static VersionReport Version(int number, string state) => new() { Number = number, State = state, Bytes = number == 0 ? 0 : 81_001 };

    private static StatusDocument Document(ProcessStatus status) => new() { Command = "status", Outcome = "done", ProcessId = 1, Report = status };

    private static ProcessStatus Status(int current) => new()
    {
        Framework = ".NET",
        RuntimeVersion = "1.0",
        Current = current,
        Versions = [Version(current, "current")],
        Assemblies = [],
        Units = [],
        RunningUnits = 0,
        Loops = [],
        NotKnown = [],
        Prepared = [],
        Forgotten = 0,
        Retained = new RetainedReport(),
    };
}
