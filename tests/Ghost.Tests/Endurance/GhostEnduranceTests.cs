using HotWeave.Ghost.Tests.Harness;

namespace HotWeave.Ghost.Tests.Endurance;

/// <summary>
/// One ghost is swapped again and again under load, also under settings of the runtime that bring out what others hide (those of
/// <c>build/soak.cs</c>). 500 swaps, and all settings, in the whole form (<c>HOTWEAVE_FULL_SIZE=1</c>).
/// </summary>
public class GhostEnduranceTests
{
    private static readonly string[] s_settings =
    [
        "TieredCompilation=0", "TieredPGO=0", "ReadyToRun=0", "TC_QuickJitForLoops=0", "OSR_HitLimit=1", "gcServer=1", "gcConcurrent=0",
        "GCgen0size=0x20000", "GCHeapHardLimit=0x8000000", "PROCESSOR_COUNT=1", "ThreadPool_ForceMaxWorkerThreads=4",
    ];

    private static bool IsWhole => Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1";

    public static TheoryData<string> Settings => IsWhole ? new TheoryData<string>(s_settings) : new TheoryData<string>("GCgen0size=0x20000");

    [GhostFact]
    public void Hundreds_of_swaps_take_one_request_and_give_no_wrong_answer()
    {
        using var shop = Shop.Start();
        shop.Weave();
        Assert.Equal(1, GhostSwaps.Run(shop, shop.MakePartsPatch(), IsWhole ? 500 : 20));
        Assert.Equal(0, shop.End());
    }

    [GhostTheory]
    [MemberData(nameof(Settings))]
    public void Each_setting_of_the_runtime_holds(string setting)
    {
        var (name, value) = (setting.Split('=')[0], setting.Split('=')[1]);
        using var shop = Shop.Start(("DOTNET_" + name, value));
        var before = shop.Ask("facts");
        shop.Weave();
        Assert.Equal(before, shop.Ask("facts"));
        Assert.Equal(1, GhostSwaps.Run(shop, shop.MakePartsPatch(), IsWhole ? 50 : 5));
        Assert.Equal(before, shop.Ask("facts"));
        Assert.Equal(0, shop.End());
    }
}
