using System.Diagnostics;
using HotWeave.Tool.Folders;
using HotWeave.Tool.Tests.Harness;
using HotWeave.Weaver;

namespace HotWeave.Tool.Tests.Folders;

/// <summary>The tool ends at every step of changing a folder, and at moments that nobody chose.</summary>
public sealed class InterruptedFolderTests : IDisposable
{
    private readonly PublishedApp _app = new();
    private readonly TemporaryFolder _states = new();
    private readonly string _unwoven;
    private readonly string _woven;

    public InterruptedFolderTests()
    {
        Directory.CreateDirectory(_app.File("data"));
        File.WriteAllText(_app.File("data/precious.txt"), "precious");
        _unwoven = _app.Snapshot();
        TestApps.Copy(_app.Folder, _states.File("unwoven"));
        ToolRun.Done("weave", _app.Folder, "--all");
        _woven = _app.Snapshot();
        TestApps.Copy(_app.Folder, _states.File("woven"));
        Reset(_unwoven);
    }

    public void Dispose()
    {
        _app.Dispose();
        _states.Dispose();
    }

    [Fact]
    public void Where_the_folder_is_exchanged_it_is_as_before_or_complete_after_every_step_of_weaving() =>
        InterruptEverywhere(mayExchange: true, Weave, _unwoven, _woven, () => AssertIsOneOf(_unwoven, _woven));

    [Fact]
    public void Where_the_folder_is_exchanged_it_is_as_before_or_complete_after_every_step_of_restoring()
    {
        Reset(_woven);
        InterruptEverywhere(mayExchange: true, Restore, _woven, _unwoven, () => AssertIsOneOf(_unwoven, _woven));
    }

    [Fact]
    public void Where_it_is_changed_file_by_file_the_application_runs_after_every_step_of_weaving() =>
        InterruptEverywhere(mayExchange: false, Weave, _unwoven, _woven, AssertRuns);

    [Fact]
    public void Where_it_is_changed_file_by_file_the_application_runs_after_every_step_of_restoring()
    {
        Reset(_woven);
        InterruptEverywhere(mayExchange: false, Restore, _woven, _unwoven, AssertRuns);
    }

    [Fact]
    public void Interrupted_weaving_can_be_undone_by_restoring()
    {
        Assert.Throws<InterruptedException>(() => Weaver(false, InterruptedException.At(12)).Weave(Weave()));

        var run = ToolRun.Done("weave", _app.Folder, "--restore");

        Assert.Contains("warning HW7113", run.Error, StringComparison.Ordinal);
        Assert.Equal(_unwoven, _app.Snapshot());
    }

    [Fact]
    public void A_process_whose_working_directory_is_the_folder_stays_in_it()
    {
        using var shell = Process.Start(new ProcessStartInfo("sleep", "60") { WorkingDirectory = _app.Folder })!;
        try
        {
            ToolRun.Done("weave", _app.Folder, "--all");

            Assert.Equal(_woven, _app.Snapshot());
            Assert.Equal(_app.Folder, new FileInfo($"/proc/{shell.Id}/cwd").LinkTarget);
            ToolRun.Done("weave", _app.Folder, "--restore");
            Assert.Equal(_unwoven, _app.Snapshot());
        }
        finally
        {
            shell.Kill();
        }
    }

    [Fact]
    public void A_file_that_appears_while_the_folder_is_exchanged_is_not_lost()
    {
        var late = _app.File("data/late.txt");
        Weaver(true, step =>
        {
            if (step == "exchange")
                File.WriteAllText(late, "late");
        }).Weave(Weave());

        Assert.Equal("late", File.ReadAllText(late));
        File.Delete(late);
        Assert.Equal(_woven, _app.Snapshot());
    }

    [Fact]
    public void Killed_at_any_moment_the_folder_is_as_before_or_complete()
    {
        var random = new Random(4711);
        var killed = 0;
        for (var i = 0; i < 14; i++)
        {
            string[] arguments = i % 2 == 0 ? ["--all"] : ["--restore"];
            using var tool = Process.Start(new ProcessStartInfo("dotnet", [ToolPath, "weave", _app.Folder, .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            if (!tool.WaitForExit(random.Next(100, 500)))
            {
                tool.Kill();
                killed++;
            }

            tool.WaitForExit();
            AssertIsOneOf(_unwoven, _woven);
        }

        Assert.NotEqual(0, killed);
        ToolRun.Done("weave", _app.Folder, "--all");
        Assert.Equal(_woven, _app.Snapshot());
        Assert.Equal([_app.Folder], Directory.GetFileSystemEntries(_app.Beside));
    }

    private static string ToolPath => typeof(Program).Assembly.Location;

    private FolderWeaveRequest Weave() => new() { Folder = _app.Folder, Selection = new WeaveSelection { All = true, CommonOverrides = true } };

    private static FolderWeaver Weaver(bool mayExchange, Action<string> step) => new(AssemblyWeaver.Weave, step) { MayExchange = mayExchange };

    private void Weave(FolderWeaver weaver) => weaver.Weave(Weave());

    private void Restore(FolderWeaver weaver) => weaver.Restore(_app.Folder);

    // Each round interrupts one step later, until none is left; every round begins from the same state and ends in the same state.
    private void InterruptEverywhere(bool mayExchange, Action<FolderWeaver> run, string from, string to, Action check)
    {
        var steps = 0;
        while (TryInterrupt(mayExchange, run, steps))
        {
            check();
            Finish(run);
            Assert.Equal(to, _app.Snapshot());
            Assert.Equal([_app.Folder], Directory.GetFileSystemEntries(_app.Beside));
            Reset(from);
            steps++;
        }

        Assert.InRange(steps, 10, 100);
        Assert.Equal(to, _app.Snapshot());
    }

    private void Reset(string state)
    {
        Directory.Delete(_app.Folder, recursive: true);
        TestApps.Copy(_states.File(state == _woven ? "woven" : "unwoven"), _app.Folder);
    }

    // What was interrupted is finished by the next run: by its recovery alone, or by doing it again.
    private static void Finish(Action<FolderWeaver> run)
    {
        try
        {
            run(Weaver(true, static _ => { }));
        }
        catch (Diagnostics.RefusedException e) when (e.Diagnostic.Id == "HW7109")
        {
            // Restoring was complete but for what nobody sees.
        }
    }

    private static bool TryInterrupt(bool mayExchange, Action<FolderWeaver> run, int step)
    {
        try
        {
            run(Weaver(mayExchange, InterruptedException.At(step)));
            return false;
        }
        catch (InterruptedException)
        {
            return true;
        }
    }

    private void AssertRuns()
    {
        using var app = RunningApp.StartHost(_app.Folder);
        Assert.Equal("hello you, number 1", app.Ask("you"));
        Assert.Equal(0, app.End());
    }

    private void AssertIsOneOf(string one, string other)
    {
        var now = _app.Snapshot();
        Assert.True(now == one || now == other, now);
    }
}
