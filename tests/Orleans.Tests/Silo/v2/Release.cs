using HotWeave.Runtime;

namespace HotWeave.Orleans.Tests.Silo;

/// <summary>What the releases differ in.</summary>
[Swappable]
public static class Release
{
    public static string Name => Read();

    private static string Read() => "2";
}
