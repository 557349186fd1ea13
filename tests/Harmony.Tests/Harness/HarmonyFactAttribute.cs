namespace HotWeave.Harmony.Tests.Harness;

/// <summary>A test that needs a Harmony.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HarmonyFactAttribute : FactAttribute
{
    public HarmonyFactAttribute() => Skip = HarmonyLocation.Obstacle;
}

/// <summary>A test that needs the real Harmony: the double's processes optimise nothing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealHarmonyFactAttribute : FactAttribute
{
    public RealHarmonyFactAttribute() => Skip = HarmonyLocation.Real is null ? "HOTWEAVE_HARMONY names no Harmony" : null;
}
