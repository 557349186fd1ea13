using HotWeave.CodeChange;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Preparing;
using HotWeave.Protocol;
using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Runtime.Tests.Swapping;
using HotWeave.Versions;
using Xunit;

namespace HotWeave.Runtime.Tests.Protocol;

/// <summary>A reclaimable version that nothing but a unit holds is chosen for a turn, and the unit ends before the turn begins.</summary>
public sealed class EndingUnitTests : ProtocolTest
{
    private readonly VersionRegistry _registry = new();

    [Fact]
    public void A_draining_version_that_is_applied_again_stays_though_its_last_unit_ends() => StaysLoaded("EndingApplied", patch => _registry.With(patch.All));

    [Fact]
    public void A_draining_version_that_is_reversed_to_stays_though_its_last_unit_ends() => StaysLoaded("EndingReversed", _ => _registry.Draining());

    private void StaysLoaded(string name, Func<PatchCopies, SwapVersion> choose)
    {
        var file = PatchFile.Read(new Counters(name, 1).Patch(1));
        var lazily = new LazyRun(static () => null, static _ => Task.CompletedTask);
        var patch = PatchPreparer.Prepare(file, new SwapOptions { Reclaimable = true }, _registry.Patches, lazily, default);
        var version = _registry.With(patch.All);
        Turn(version);
        var unit = OtherFlow.Enter("job");
        Turn(_registry.Earlier(VersionNumber.Baseline));
        Assert.NotNull(version.Content);

        Assert.Same(version, choose(patch));
        unit.Dispose();
        _registry.LetGo();
        Assert.NotNull(version.Content);
        Assert.NotNull(version.Table);

        // The operation came to nothing.
        _registry.EndOperation();
        Assert.Null(version.Content);
        _registry.Patches.Unpin(patch.All[0]);
        _registry.LetGo();
    }

    private void Turn(SwapVersion version)
    {
        _registry.BeginTurn(version);
        Transition.Turn(new NextTable(version.Table!, version.Number.Value), moveUnits: false);
        _registry.EndTurn(turned: true, null);
    }
}
