using HotWeave.Patches.Format;
using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Runtime.Tests.Swapping;
using Xunit;

namespace HotWeave.Runtime.Tests.Behaviours;

/// <summary>What Erlang's suites ask of loading code, asked of patches. The numbers are those of docs/erlang.md.</summary>
public sealed class LoadingTests : SwapTest
{
    [Fact]
    public async Task Behaviour_02_and_03_what_cannot_be_loaded_is_refused_alike_from_a_file_and_from_bytes()
    {
        var counters = new Counters("LoadRefused", 1);
        var good = counters.Patch(1);
        var file = PatchFile.Read(good);
        var elsewhere = PatchFile.Write(file.Manifest with { Baselines = [new("Nobody.Has.This", counters.Woven.Id)] }, file.Assembly, []);
        var directory = Directory.CreateTempSubdirectory("hotweave");
        try
        {
            await RefusedAsync("HW6100", () => HotSwap.ApplyAsync(Path.Combine(directory.FullName, "missing.hotpatch")));
            foreach (var (code, bytes) in new[] { ("HW6101", good[..^1]), ("HW6102", elsewhere) })
            {
                var path = Path.Combine(directory.FullName, code + ".hotpatch");
                await File.WriteAllBytesAsync(path, bytes);
                await RefusedAsync(code, () => HotSwap.ApplyAsync(path));
                await RefusedAsync(code, () => HotSwap.ApplyAsync(bytes));
            }
        }
        finally
        {
            directory.Delete(recursive: true);
        }

        Assert.Equal([0], counters.Ask());
        await HotSwap.ApplyAsync(good);
        Assert.Equal([1], counters.Ask());
    }

    [Fact]
    public async Task Behaviour_04_applying_what_is_current_or_was_makes_no_second_version()
    {
        var counters = new Counters("LoadOnce", 1);
        var patch = counters.Patch(1);
        var first = await HotSwap.ApplyAsync(patch);
        var versions = VersionsEver(HotSwap.GetStatus());
        await RefusedAsync("HW6114", () => HotSwap.ApplyAsync(patch));
        await HotSwap.RollbackAsync();
        Assert.Equal(first.To, (await HotSwap.ApplyAsync(patch)).To);
        Assert.Equal(versions, VersionsEver(HotSwap.GetStatus()));
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies(), static a => a.GetName().Name == "LoadOnce.Patch1");
    }

    [Fact]
    public async Task Behaviour_11_a_type_without_a_slot_refuses_replacement_and_takes_the_whole_patch_with_it()
    {
        var counters = new Counters("LoadSticky", 2);
        var file = PatchFile.Read(counters.Patch(1));
        var other = file.Manifest.Types[1] with { Type = "HotWeaveSlots", Slot = "HotWeaveSlots" };
        var manifest = file.Manifest with { Types = [file.Manifest.Types[0], other] };
        await RefusedAsync("HW6109", () => HotSwap.ApplyAsync(PatchFile.Write(manifest, file.Assembly, file.Symbols)));
        Assert.Equal([0, 0], counters.Ask());
    }

    [Fact]
    public async Task Behaviour_26_of_several_patches_those_that_can_be_are_applied_and_the_others_are_named()
    {
        var (good, bad, last) = (new Counters("LoadGood", 1), new Counters("LoadBad", 1), new Counters("LoadLast", 1));
        var refused = new List<string>();
        foreach (var patch in new[] { good.Patch(1), bad.Patch(1)[..^1], last.Patch(1) })
        {
            try
            {
                await HotSwap.ApplyAsync(patch);
            }
            catch (SwapException e)
            {
                refused.Add(e.Code);
            }
        }

        Assert.Equal(["HW6101"], refused);
        Assert.Equal((1, 0, 1), (good.Ask()[0], bad.Ask()[0], last.Ask()[0]));
    }

    [Fact]
    public async Task Behaviour_31_a_patch_is_named_by_its_content_and_every_other_content_is_refused_or_named_otherwise()
    {
        var counters = new Counters("LoadHash", 1);
        var (one, two) = (counters.Patch(1), counters.Patch(2));
        var (first, again, other) = (await HotSwap.PrepareAsync(one), await HotSwap.PrepareAsync((byte[])one.Clone()), await HotSwap.PrepareAsync(two));
        try
        {
            Assert.Equal(first.Id, again.Id);
            Assert.NotEqual(first.Id, other.Id);
        }
        finally
        {
            first.Discard();
            again.Discard();
            other.Discard();
        }

        one[one.Length / 2] ^= 1;
        await RefusedAsync("HW6101", () => HotSwap.PrepareAsync(one));
    }

    [Fact]
    public async Task Behaviour_37_arguments_that_are_none_are_refused_and_nothing_falls_over()
    {
        var counters = new Counters("LoadArguments", 1);
        await Assert.ThrowsAsync<ArgumentNullException>(() => HotSwap.ApplyAsync((string)null!));
        await RefusedAsync("HW6101", () => HotSwap.ApplyAsync(default(ReadOnlyMemory<byte>)));
        await RefusedAsync("HW6101", () => HotSwap.PrepareAsync(new byte[1]));
        await RefusedAsync("HW6101", () => HotSwap.CheckAsync(default));
        await RefusedAsync("HW6205", () => HotSwap.RollbackAsync(new VersionNumber(int.MaxValue)));
        await RefusedAsync("HW6205", () => HotSwap.PurgeAsync(new PurgeOptions { Version = new VersionNumber(int.MaxValue) }));
        await RefusedAsync("HW6212", () => Task.FromResult(HotSwap.FindPrepared("no digest at all")));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new SwapOptions { Timeout = TimeSpan.FromSeconds(-1) });
        await HotSwap.ApplyAsync(counters.Patch(1));
        Assert.Equal([1], counters.Ask());
    }

    [Fact]
    public async Task Behaviour_39_a_part_that_cannot_work_is_found_before_any_part_is_applied()
    {
        var counters = new Counters("LoadPart", 3);
        var source = Counters.PatchSource(1, [0, 1, 2]).Replace(
            "T2 : HotWeave.Generated.N_T2 { public override int Answer() => 1; }",
            "T2 : HotWeave.Generated.N_T2 { public T2() => throw new System.NotSupportedException(); public override int Answer() => 1; }",
            StringComparison.Ordinal);
        var (image, symbols) = CSharp.Compile("LoadPart.Patch1", source, Counters.RuntimeImage, counters.Woven.Image);
        var before = VersionsEver(HotSwap.GetStatus());
        await RefusedAsync("HW6113", () => HotSwap.ApplyAsync(PatchFile.Write(counters.Manifest(1, [0, 1, 2]), image, symbols)));
        Assert.Equal([0, 0, 0], counters.Ask());
        Assert.Equal(before, VersionsEver(HotSwap.GetStatus()));
    }
}
