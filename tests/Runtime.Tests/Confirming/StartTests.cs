using System.Diagnostics;
using HotWeave.Confirming;
using HotWeave.Files;
using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Runtime.Tests.Swapping;
using HotWeave.Starting;
using Xunit;

namespace HotWeave.Runtime.Tests.Confirming;

/// <summary>What an application meets when it starts: a folder in which anything may stand, and patches that end it.</summary>
public sealed class StartTests : SwapTest, IDisposable
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(60);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly TextWriter _errors = Console.Error;
    private readonly StringWriter _said = new();

    public StartTests()
    {
        AppContext.SetData("HotWeave.Patches", _folder);
        AppContext.SetData("HotWeave.Audit", Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        AppContext.SetData("HotWeave.StartTimeout", "0.5");
        Console.SetError(_said);
    }

    private string Journal => Path.Combine(_folder, "journal");

    public void Dispose()
    {
        Console.SetError(_errors);
        foreach (var setting in new[] { "Patches", "Audit", "StartTimeout", "StartLife" })
            AppContext.SetData("HotWeave." + setting, null);
        StartProblem.Clear();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        _said.Dispose();
    }

    [Fact]
    public void HW6323_a_folder_that_is_set_and_not_there_is_said()
    {
        Start("HW6323", reachesBaseline: false);
        File.WriteAllText(_folder, "no folder");
        Start("HW6323", reachesBaseline: false);
        File.Delete(_folder);
        File.CreateSymbolicLink(_folder, _folder + ".gone");
        Start("HW6323", reachesBaseline: false);
        File.Delete(_folder);
    }

    [Theory]
    [InlineData("pipe", "HW6232")]
    [InlineData("endless", "HW6350")]
    [InlineData("giant", "HW6216")]
    [InlineData("folder", "HW6216")]
    [InlineData("loop", "HW6350")]
    [InlineData("twice", "HW6217")]
    [InlineData("many", "HW6217")]
    public void Whatever_stands_where_the_journal_should_be_the_application_starts_and_says_so(string what, string code)
    {
        Directory.CreateDirectory(_folder);
        Put(Journal, what);
        Start(code);
        Release(what, Journal);
    }

    [Theory]
    [InlineData("pipe", "HW6232")]
    [InlineData("endless", "HW6350")]
    [InlineData("giant", "HW6218")]
    [InlineData("folder", "HW6218")]
    [InlineData("loop", "HW6350")]
    public void Whatever_stands_where_a_patch_should_be_the_application_starts_and_says_so(string what, string code)
    {
        Directory.CreateDirectory(_folder);
        var id = new string('a', 64);
        File.WriteAllText(Journal, new PatchJournal([new JournalEntry(id, false, false)]).ToString());
        var path = Path.Combine(_folder, id + ".hotpatch");
        Put(path, what);
        Start(code);
        Release(what, path);
    }

    [Fact]
    public async Task Starts_that_died_leave_the_newest_patch_out_and_then_all()
    {
        var a = new Counters("StartOld", 1);
        var b = new Counters("StartNew", 1);
        AppContext.SetData("HotWeave.StartLife", "0");
        await HotSwap.ApplyAsync(a.Patch(1));
        var newest = await HotSwap.ApplyAsync(b.Patch(1));
        await HotSwap.ConfirmAsync();
        var confirmed = PatchJournal.Parse(await File.ReadAllTextAsync(Journal));
        AppContext.SetData("HotWeave.StartLife", "3600");

        Die(confirmed, StartMarks.Limit - 1);
        await RestartAsync();
        Assert.Equal((1, 1), (a.Ask()[0], b.Ask()[0]));
        Die(confirmed, 1);
        var result = await RestartAsync();
        Assert.Equal((1, 0), (a.Ask()[0], b.Ask()[0]));
        Assert.StartsWith($"HW6325: The confirmed patch {newest.PatchId} is left out, since 3 starts", Assert.Single(result!.Warnings), StringComparison.Ordinal);
        Die(confirmed, StartMarks.Limit);
        await RefusedAsync("HW6233", RestartAsync);
        Assert.Equal((0, 0), (a.Ask()[0], b.Ask()[0]));

        // What an operator confirms is tried anew.
        await HotSwap.ApplyAsync(a.Patch(1));
        await HotSwap.ConfirmAsync();
        Assert.Empty((await RestartAsync())!.Warnings);
        Assert.Equal((1, 0), (a.Ask()[0], b.Ask()[0]));
    }

    [Fact]
    public void Starts_are_counted_while_others_live_and_what_lived_keeps_its_level()
    {
        Directory.CreateDirectory(_folder);
        var living = StartMarks.Begin(_folder, "x")!;
        Assert.Equal(0, StartMarks.Begin(_folder, "x")!.Dead);
        File.WriteAllText(Path.Combine(_folder, "start.7"), "of other patches");
        for (var i = 10; i < 14; i++)
            File.WriteAllText(Path.Combine(_folder, $"start.{i}"), "x");

        var next = StartMarks.Begin(_folder, "x")!;
        Assert.Equal((4, 1), (next.Dead, next.LeftOut));
        Assert.False(File.Exists(Path.Combine(_folder, "start.7")));
        next.Live();
        next.Live();
        Assert.Equal(StartMarks.Limit, StartMarks.Begin(_folder, "x")!.Dead);
        living.Live();
        Assert.Equal(StartMarks.Limit, StartMarks.Begin(_folder, "x")!.Dead);
    }

    [Fact]
    public async Task Two_processes_that_confirm_at_once_never_lose_what_the_journal_names()
    {
        var patches = Enumerable.Range(0, 2).Select(i => new string((char)('a' + i), 64)).ToArray();
        var journals = patches.Select(p => new PatchJournal([new JournalEntry(p, false, false)])).ToArray();
        new PatchFolder(_folder).Write(_ => journals[0], static id => [(byte)id[0]]);
        for (var round = 0; round < 50; round++)
        {
            var writers = journals.Select(j => Task.Run(() => new PatchFolder(_folder).Write(_ => j, static id => [(byte)id[0]]))).ToArray();
            for (var look = 0; look == 0 || !Array.TrueForAll(writers, static w => w.IsCompleted); look++)
            {
                var read = new PatchFolder(_folder).Read(null, default)!;
                Assert.Equal((byte)read.Journal.Entries[0].PatchId[0], Assert.Single(read.Patches).Value[0]);
            }

            await Task.WhenAll(writers);
        }

        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void What_cannot_be_written_leaves_no_litter_and_what_died_before_is_cleared()
    {
        Directory.CreateDirectory(_folder);
        var id = new string('a', 64);
        var journal = new PatchJournal([new JournalEntry(id, false, false)]);
        Directory.CreateDirectory(Path.Combine(_folder, id + ".hotpatch"));
        Assert.Equal("HW6215", Assert.Throws<SwapException>(() => new PatchFolder(_folder).Write(_ => journal, static _ => [1])).Code);
        Assert.Equal([Path.Combine(_folder, "lock")], Directory.GetFiles(_folder));

        Directory.Delete(Path.Combine(_folder, id + ".hotpatch"));
        File.WriteAllText(Path.Combine(_folder, "journal.4711.new"), "of a process that was killed");
        new PatchFolder(_folder).Write(_ => journal, static _ => [1]);
        Assert.Equal(
            [id + ".hotpatch", "journal", "lock"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private void Start(string code, bool reachesBaseline = true)
    {
        StartProblem.Clear();
        _said.GetStringBuilder().Clear();
        var began = Stopwatch.StartNew();
        ConfirmedStart.Run(new PatchFolder(_folder));
        Assert.True(began.Elapsed < s_bound, $"{began.Elapsed}");
        Assert.StartsWith($"HotWeave: {code}: ", _said.ToString(), StringComparison.Ordinal);
        Assert.StartsWith(code + ": ", HotSwap.GetStatus().StartProblem, StringComparison.Ordinal);
        Assert.Contains(_folder, _said.ToString(), StringComparison.Ordinal);
        Assert.Equal(reachesBaseline, _said.ToString().Contains("HW6324: ", StringComparison.Ordinal));
        Assert.Equal(VersionNumber.Baseline, HotSwap.GetStatus().Current);
        Assert.Null(HotSwap.GetStatus().Operation);
    }

    private void Die(PatchJournal journal, int times)
    {
        var next = 100;
        for (var i = 0; i < times; next++)
        {
            var path = Path.Combine(_folder, $"start.{next}");
            if (File.Exists(path))
                continue;
            File.WriteAllText(path, journal.Id);
            i++;
        }
    }

    private static async Task<SwapResult?> RestartAsync()
    {
        if (HotSwap.GetStatus().Current != VersionNumber.Baseline)
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
        return await HotSwap.ReapplyAsync();
    }

    private static void Put(string path, string what)
    {
        switch (what)
        {
            case "pipe":
                using (var made = Process.Start("mkfifo", [path]))
                    made.WaitForExit();
                break;
            case "endless":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "giant":
                using (var file = File.Create(path))
                    file.SetLength(3L * 1024 * 1024 * 1024);
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "loop":
                File.CreateSymbolicLink(path, path);
                break;
            case "twice":
                var entry = new JournalEntry(new string('a', 64), false, false);
                File.WriteAllText(path, new PatchJournal([entry, entry]).ToString());
                break;
            default:
                File.WriteAllText(path, new PatchJournal([.. Enumerable.Range(0, 10_001).Select(static i => new JournalEntry($"{i:x64}", false, false))]).ToString());
                break;
        }
    }

    // A thread hangs in the pipe until somebody writes.
    private static void Release(string what, string path)
    {
        if (what == "pipe")
            File.OpenWrite(path).Dispose();
    }
}
