using System.Runtime.Loader;
using HotWeave.Confirming;
using HotWeave.Patches.Format;
using HotWeave.Runtime.Tests.HandWoven;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

/// <summary>A restart is played by going back to the baseline and applying again what is confirmed: the folder is all that they share.</summary>
public sealed class ConfirmTests : SwapTest, IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public ConfirmTests()
    {
        AppContext.SetData("HotWeave.Patches", _folder);
        // Restarts that are only played would count as starts that died.
        AppContext.SetData("HotWeave.StartLife", "0");
    }

    private string Journal => Path.Combine(_folder, "journal");

    public void Dispose()
    {
        AppContext.SetData("HotWeave.Patches", null);
        AppContext.SetData("HotWeave.StartLife", null);
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Behaviour_41_a_confirmed_version_survives_a_restart_and_one_on_probation_does_not()
    {
        var counters = new Counters("Confirmed", 1);
        Assert.Null(await HotSwap.ReapplyAsync());

        var first = await HotSwap.ApplyAsync(counters.Patch(1));
        Assert.False(Version(first.To).Confirmed);
        await RestartAsync();
        Assert.Equal([0], counters.Ask());

        await HotSwap.ApplyAsync(counters.Patch(1));
        var confirmed = await HotSwap.ConfirmAsync(first.To);
        Assert.Equal((first.To, _folder), (confirmed.Version, confirmed.Folder));
        Assert.Equal([first.PatchId!], confirmed.Patches);
        Assert.Equal((VersionState.Current, true), (Version(first.To).State, Version(first.To).Confirmed));

        var second = await HotSwap.ApplyAsync(counters.Patch(2));
        Assert.Equal((VersionState.Current, false), (Version(second.To).State, Version(second.To).Confirmed));
        await RestartAsync();
        Assert.Equal([1], counters.Ask());
        Assert.True(Version(first.To).Confirmed);
        Assert.Null(await HotSwap.ReapplyAsync());

        var down = await HotSwap.RollbackAsync();
        Assert.StartsWith("HW6306: ", Assert.Single(down.Warnings), StringComparison.Ordinal);
        Assert.Equal(VersionState.RolledBack, Version(first.To).State);
        Assert.Empty((await HotSwap.ConfirmAsync()).Patches);
        Assert.Equal(["audit.jsonl", "journal", "lock"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        await RestartAsync();
        Assert.Equal([0], counters.Ask());
    }

    [Fact]
    public async Task Confirmed_patches_of_several_assemblies_come_back_in_one_turn()
    {
        var a = new Counters("ConfirmA", 1);
        var b = new Counters("ConfirmB", 2);
        await HotSwap.ApplyAsync(a.Patch(1));
        await HotSwap.ApplyAsync(b.Patch(1, [0]));
        await HotSwap.ApplyAsync(b.Patch(2, [1]));
        var confirmed = await HotSwap.ConfirmAsync();
        Assert.Equal(2, confirmed.Patches.Count);
        var turns = 0;
        void Count(object? sender, SwapEventArgs e) => turns++;
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        HotSwap.Swapped += Count;
        try
        {
            var result = await HotSwap.ReapplyAsync();
            Assert.Equal(["N.T0", "N.T1"], result!.Types);
        }
        finally
        {
            HotSwap.Swapped -= Count;
        }

        Assert.Equal(1, turns);
        Assert.Equal([1], a.Ask());
        Assert.Equal([0, 2], b.Ask());
    }

    [Fact]
    public async Task HW6214_only_the_current_version_can_be_confirmed()
    {
        var counters = new Counters("ConfirmOther", 1);
        var result = await HotSwap.ApplyAsync(counters.Patch(1));
        await RefusedAsync("HW6214", () => HotSwap.ConfirmAsync(VersionNumber.Baseline));
        await HotSwap.RollbackAsync();
        await RefusedAsync("HW6214", () => HotSwap.ConfirmAsync(result.To));
        Assert.False(File.Exists(Journal));
    }

    [Fact]
    public async Task HW6215_a_folder_that_cannot_be_written_confirms_nothing()
    {
        var counters = new Counters("ConfirmFolder", 1);
        var result = await HotSwap.ApplyAsync(counters.Patch(1));
        // The audit log is there.
        Directory.Delete(_folder, recursive: true);
        await File.WriteAllTextAsync(_folder, "no folder");
        try
        {
            await RefusedAsync("HW6215", () => HotSwap.ConfirmAsync());
            Assert.False(Version(result.To).Confirmed);
        }
        finally
        {
            File.Delete(_folder);
        }
    }

    [Fact]
    public async Task HW6216_a_journal_that_cannot_be_read_leaves_the_baseline()
    {
        Directory.CreateDirectory(Journal);
        await RefusedAsync("HW6216", () => HotSwap.ReapplyAsync());
    }

    [Fact]
    public async Task HW6217_every_damaged_byte_of_the_journal_leaves_the_baseline()
    {
        var counters = new Counters("ConfirmDamaged", 1);
        await HotSwap.ApplyAsync(counters.Patch(1));
        await HotSwap.ConfirmAsync();
        await HotSwap.RollbackAsync();
        var intact = await File.ReadAllBytesAsync(Journal);
        for (var i = 0; i < intact.Length; i++)
        {
            var damaged = (byte[])intact.Clone();
            damaged[i] ^= 1;
            await File.WriteAllBytesAsync(Journal, damaged);
            await RefusedAsync("HW6217", () => HotSwap.ReapplyAsync());
            await File.WriteAllBytesAsync(Journal, intact[..i]);
            await RefusedAsync("HW6217", () => HotSwap.ReapplyAsync());
        }

        Assert.Equal([0], counters.Ask());
        await File.WriteAllBytesAsync(Journal, intact);
        await File.WriteAllTextAsync(Journal + ".1.new", "what an interrupted writer leaves behind");
        await HotSwap.ReapplyAsync();
        Assert.Equal([1], counters.Ask());
    }

    [Fact]
    public async Task HW6218_when_one_confirmed_patch_is_missing_or_another_none_is_applied()
    {
        var a = new Counters("ConfirmAll", 1);
        var b = new Counters("ConfirmNone", 1);
        await HotSwap.ApplyAsync(a.Patch(1));
        var last = await HotSwap.ApplyAsync(b.Patch(1));
        await HotSwap.ConfirmAsync();
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        var path = Path.Combine(_folder, last.PatchId + ".hotpatch");
        var bytes = await File.ReadAllBytesAsync(path);

        File.Delete(path);
        await RefusedAsync("HW6218", () => HotSwap.ReapplyAsync());
        await File.WriteAllBytesAsync(path, b.Patch(2));
        await RefusedAsync("HW6218", () => HotSwap.ReapplyAsync());
        await File.WriteAllBytesAsync(path, bytes[..^1]);
        await RefusedAsync("HW6101", () => HotSwap.ReapplyAsync());
        Assert.Equal((0, 0), (a.Ask()[0], b.Ask()[0]));
        Assert.Equal(VersionNumber.Baseline, HotSwap.GetStatus().Current);

        await File.WriteAllBytesAsync(path, bytes);
        await HotSwap.ReapplyAsync();
        Assert.Equal((1, 1), (a.Ask()[0], b.Ask()[0]));
    }

    [Fact]
    public async Task A_reclaimable_patch_comes_back_reclaimable()
    {
        var counters = new Counters("ConfirmReclaimable", 1);
        await HotSwap.ApplyAsync(counters.Patch(1), new SwapOptions { Reclaimable = true });
        await HotSwap.ConfirmAsync();
        await RestartAsync();
        Assert.Equal([1], counters.Ask());
        Assert.True(Version(HotSwap.GetStatus().Current).Reclaimable);
    }

    [Fact]
    public async Task Confirmed_patches_wait_for_load_contexts_that_come_later()
    {
        var one = new Counters("ConfirmPlugIn", 1, new AssemblyLoadContext("one"));
        var patch = one.Patch(1);
        await HotSwap.ApplyAsync(patch);
        var confirmed = await HotSwap.ConfirmAsync();
        Assert.Single(confirmed.Warnings, static w => w.StartsWith("HW6311: ", StringComparison.Ordinal) && w.Contains("ConfirmPlugIn", StringComparison.Ordinal));
        Assert.Contains(" contexts\n", await File.ReadAllTextAsync(Journal), StringComparison.Ordinal);

        // A plug-in that is not loaded keeps nothing else from coming back; what the default context should have does.
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Null(await HotSwap.ReapplyAsync(one.Woven.Context));
        var absent = PatchFile.Read(PatchFile.Write(one.Manifest(1, [0]) with { Baselines = [new PatchBaseline("ConfirmAbsent", one.Woven.Id)] }, one.Woven.Image, []));
        await File.WriteAllBytesAsync(Path.Combine(_folder, absent.Id + ".hotpatch"), absent.Bytes);
        await File.WriteAllTextAsync(Journal, new PatchJournal([new JournalEntry(PatchFile.Read(patch).Id, false, true), new JournalEntry(absent.Id, false, false)]).ToString());
        await RefusedAsync("HW6102", () => HotSwap.ReapplyAsync());
        await File.WriteAllTextAsync(Journal, new PatchJournal([new JournalEntry(PatchFile.Read(patch).Id, false, true), new JournalEntry(absent.Id, true, true)]).ToString());
        Assert.Equal(["N.T0"], (await HotSwap.ReapplyAsync())!.Types);
        Assert.Equal([1], one.Ask());

        var two = new Counters("ConfirmPlugIn", 1, new AssemblyLoadContext("two"));
        Assert.Equal([0], two.Ask());
        var later = await HotSwap.ReapplyAsync(two.Woven.Context);
        Assert.Equal((1, 1, true), (one.Ask()[0], two.Ask()[0], Version(later!.To).Confirmed));
        Assert.Null(await HotSwap.ReapplyAsync(two.Woven.Context));
        Assert.Null(await HotSwap.ReapplyAsync(AssemblyLoadContext.Default));

        // Beside a version on probation, which stays that.
        var next = await HotSwap.ApplyAsync(one.Patch(2));
        var three = new Counters("ConfirmPlugIn", 1, new AssemblyLoadContext("three"));
        var beside = await HotSwap.ReapplyAsync(three.Woven.Context);
        Assert.Equal((2, 2, 1), (one.Ask()[0], two.Ask()[0], three.Ask()[0]));
        Assert.False(Version(beside!.To).Confirmed);
        Assert.True(next.To < beside.To);
    }

    [Fact]
    public async Task Without_a_folder_a_confirmation_warns_that_a_restart_forgets_it()
    {
        AppContext.SetData("HotWeave.Patches", null);
        var counters = new Counters("ConfirmNowhere", 1);
        var result = await HotSwap.ApplyAsync(counters.Patch(1));
        var confirmed = await HotSwap.ConfirmAsync();
        Assert.Null(confirmed.Folder);
        Assert.StartsWith("HW6305: ", Assert.Single(confirmed.Warnings), StringComparison.Ordinal);
        Assert.True(Version(result.To).Confirmed);
        Assert.Empty((await HotSwap.RollbackAsync()).Warnings);
        Assert.Null(await HotSwap.ReapplyAsync());
    }

    private static async Task RestartAsync()
    {
        if (HotSwap.GetStatus().Current != VersionNumber.Baseline)
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
        await HotSwap.ReapplyAsync();
    }

    private static VersionStatus Version(VersionNumber number) => HotSwap.GetStatus().Find(number)!;
}
