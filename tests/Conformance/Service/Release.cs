using HotWeave.Runtime;

namespace HotWeave.Conformance;

/// <summary>What the releases of a service differ in.</summary>
[Swappable]
public static class Release
{
    public static string Name => Read();

    private static string Read() => "1";
}
