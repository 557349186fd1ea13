using System.Runtime.Loader;
using HotWeave.Patches.Format;
using HotWeave.Runtime.Tests.HandWoven;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

public sealed class RefusalTests : SwapTest
{
    [Fact]
    public async Task HW6100_an_unreadable_file()
    {
        var e = await RefusedAsync("HW6100", () => HotSwap.ApplyAsync("/nowhere/x.hotpatch"));
        Assert.Contains("/nowhere/x.hotpatch", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentNullException>(() => HotSwap.ApplyAsync((string)null!));
    }

    [Fact]
    public async Task HW6102_a_baseline_that_is_not_there()
    {
        var patch = PatchFile.Write(new PatchManifest("", "", [new("No.Such.Assembly", "00")], [], [], [], []), [], []);
        await RefusedAsync("HW6102", () => HotSwap.ApplyAsync(patch));
    }

    [Fact]
    public async Task HW6103_another_build_of_the_baseline()
    {
        var counters = new Counters("Other", 1);
        var manifest = counters.Manifest(1, [0]) with { Baselines = [new("Other", new string('0', 64))] };
        var e = await RefusedAsync("HW6103", () => HotSwap.ApplyAsync(PatchFile.Write(manifest, [], [])));
        Assert.Contains(counters.Woven.Id, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task HW6104_an_assembly_that_is_not_woven()
    {
        var manifest = new PatchManifest("", "", [new("xunit.core", "00")], [], [], [], []);
        return RefusedAsync("HW6104", () => HotSwap.ApplyAsync(PatchFile.Write(manifest, [], [])));
    }

    [Fact]
    public async Task HW6105_several_assemblies_some_of_which_contexts_share()
    {
        var one = new Counters("Twice", 1, new AssemblyLoadContext("one"));
        var two = new Counters("Twice", 1, new AssemblyLoadContext("two"));
        var shared = new Counters("Shared", 1);
        var file = PatchFile.Read(one.Patch(1));
        var manifest = file.Manifest with { Baselines = [new(one.Woven.Name, one.Woven.Id), new(shared.Woven.Name, shared.Woven.Id)] };
        var patch = PatchFile.Write(manifest, file.Assembly, file.Symbols);
        var e = await RefusedAsync("HW6105", () => HotSwap.ApplyAsync(patch));
        Assert.Contains("Shared, one, two", e.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (one.Ask()[0], two.Ask()[0]));
    }

    [Fact]
    public async Task HW6106_a_baseline_of_another_format()
    {
        var id = HandWovenAssembly.IdOf("Format");
        var (image, _) = CSharp.Compile("Format", $"[assembly: HotWeave.Runtime.Baseline(\"{id}\", 3, \"all\")]", Counters.RuntimeImage);
        new AssemblyLoadContext("Format").LoadFromStream(new MemoryStream(image));
        var manifest = new PatchManifest("", "", [new("Format", id)], [], [], [], []);
        await RefusedAsync("HW6106", () => HotSwap.ApplyAsync(PatchFile.Write(manifest, [], [])));
    }

    [Fact]
    public async Task HW6107_an_image_that_is_none()
    {
        var counters = new Counters("NoImage", 1);
        await RefusedAsync("HW6107", () => HotSwap.ApplyAsync(PatchFile.Write(counters.Manifest(1, [0]), [1, 2, 3], [])));
        await RefusedAsync("HW6107", () => HotSwap.ApplyAsync(PatchFile.Write(counters.Manifest(1, [0]), [], [])));
    }

    [Fact]
    public async Task HW6109_a_manifest_that_does_not_fit()
    {
        var counters = new Counters("Misfit", 2);
        await RefusedAsync("HW6109", () => HotSwap.ApplyAsync(PatchFile.Write(counters.Manifest(1, [0]) with { Baselines = [], Types = [] }, [], [])));
        await Misfit(t => t with { Slot = "N_T9" }, "has no slot N_T9 for N.T0");
        await Misfit(t => t with { Type = "N.Gone" }, "has no type N.Gone");
        await Misfit(t => t with { VersionClass = "P.Gone" }, "has no class P.Gone");
        await Misfit(t => t with { VersionClass = "N.T1" }, "is no version of");
        await Misfit(t => t with { VersionClass = "P.Abstract" }, "is no version of");
        await Misfit(t => t with { VersionClass = "P.NoConstructor" }, "no public parameterless constructor");
        await Misfit(t => t with { DoorClass = "P.NoConstructor" }, "no public parameterless constructor");

        async Task Misfit(Func<PatchedType, PatchedType> change, string says)
        {
            const string Extra = """
                namespace P
                {
                    public abstract class Abstract : HotWeave.Generated.N_T0;
                    public sealed class NoConstructor : HotWeave.Generated.N_T0 { private NoConstructor() { } public override int Answer() => 0; }
                }
                """;
            var file = PatchFile.Read(counters.Patch(1, null, Extra));
            var manifest = file.Manifest with { Types = [change(file.Manifest.Types[0]), file.Manifest.Types[1]] };
            var e = await RefusedAsync("HW6109", () => HotSwap.ApplyAsync(PatchFile.Write(manifest, file.Assembly, file.Symbols), new SwapOptions { Reclaimable = true }));
            Assert.Contains(says, e.Message, StringComparison.Ordinal);
            Assert.Equal([0, 0], counters.Ask());
        }
    }

    [Fact]
    public async Task HW6109_the_same_type_twice()
    {
        var counters = new Counters("Double", 1);
        var file = PatchFile.Read(counters.Patch(1));
        var manifest = file.Manifest with { Types = [file.Manifest.Types[0], file.Manifest.Types[0]] };
        await RefusedAsync("HW6109", () => HotSwap.ApplyAsync(PatchFile.Write(manifest, file.Assembly, file.Symbols)));
    }

    [Fact]
    public async Task HW6113_a_constructor_that_throws()
    {
        var counters = new Counters("Throwing", 1);
        const string Extra = """
            namespace P
            {
                public sealed class Throwing : HotWeave.Generated.N_T0
                {
                    public Throwing() => throw new System.InvalidOperationException("no, thanks");
                    public override int Answer() => 0;
                }
            }
            """;
        var file = PatchFile.Read(counters.Patch(1, null, Extra));
        var manifest = file.Manifest with { Types = [file.Manifest.Types[0] with { VersionClass = "P.Throwing" }] };
        var e = await RefusedAsync("HW6113", () => HotSwap.ApplyAsync(PatchFile.Write(manifest, file.Assembly, file.Symbols)));
        Assert.Contains("no, thanks", e.Message, StringComparison.Ordinal);
        Assert.Equal([0], counters.Ask());
    }

    [Fact]
    public async Task HW6114_the_patch_that_is_current()
    {
        var counters = new Counters("Current", 1);
        var patch = counters.Patch(1);
        await HotSwap.ApplyAsync(patch);
        await RefusedAsync("HW6114", () => HotSwap.ApplyAsync(patch));
        Assert.Equal([1], counters.Ask());
    }

    [Fact]
    public async Task HW6115_permanent_code_for_a_baseline_that_can_unload()
    {
        var counters = new Counters("Plugin", 1, new AssemblyLoadContext("Plugin", isCollectible: true));
        var patch = counters.Patch(1);
        await RefusedAsync("HW6115", () => HotSwap.ApplyAsync(patch));
        await HotSwap.ApplyAsync(patch, new SwapOptions { Reclaimable = true });
        Assert.Equal([1], counters.Ask());
    }

    [Fact]
    public async Task HW6204_to_HW6207_versions_that_rollback_cannot_go_to()
    {
        await RefusedAsync("HW6204", () => HotSwap.RollbackAsync());
        await RefusedAsync("HW6205", () => HotSwap.RollbackAsync(new VersionNumber(100_000)));
        await RefusedAsync("HW6205", () => HotSwap.RollbackAsync(new VersionNumber(-1)));
        var already = await RefusedAsync("HW6207", () => HotSwap.RollbackAsync(VersionNumber.Baseline));
        Assert.Equal(SwapFailureKind.NothingToDo, already.Kind);

        var counters = new Counters("Back", 1);
        var first = await HotSwap.ApplyAsync(counters.Patch(1));
        await RefusedAsync("HW6207", () => HotSwap.RollbackAsync(first.To));
        await HotSwap.RollbackAsync();
        var later = await RefusedAsync("HW6207", () => HotSwap.RollbackAsync(first.To));
        Assert.Equal(SwapFailureKind.Refused, later.Kind);
    }

    [Fact]
    public async Task A_cancelled_operation_changes_nothing()
    {
        var counters = new Counters("Cancelled", 1);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var patch = counters.Patch(1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => HotSwap.ApplyAsync(patch, null, cancelled.Token));
        Assert.Equal([0], counters.Ask());
        await HotSwap.ApplyAsync(patch);
        Assert.Equal([1], counters.Ask());
    }
}
