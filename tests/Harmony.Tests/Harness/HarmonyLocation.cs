using System.Runtime.InteropServices;

namespace HotWeave.Harmony.Tests.Harness;

/// <summary>
/// Which Harmony the tests run with. <c>HOTWEAVE_HARMONY</c> names a folder with Harmony's assembly and what it needs, and
/// <c>HOTWEAVE_HARMONY_DOTNET</c> the <c>dotnet</c> of a release that this Harmony knows; without them a double stands for it.
/// </summary>
internal static class HarmonyLocation
{
    /// <summary>The folder of the real one; null where there is none.</summary>
    public static string? Real => Environment.GetEnvironmentVariable("HOTWEAVE_HARMONY") is { Length: > 0 } folder ? folder : null;

    /// <summary>What starts programs with it.</summary>
    public static string Dotnet => Environment.GetEnvironmentVariable("HOTWEAVE_HARMONY_DOTNET") is { Length: > 0 } dotnet ? dotnet : "dotnet";

    /// <summary>Why no test can run here; null where they can.</summary>
    public static string? Obstacle => Real is not null || (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64)
        ? null : "the double of Harmony writes code for Linux on x64; HOTWEAVE_HARMONY names the real one";

    /// <summary>How processes are started in which the double patches: methods are compiled once, as they are written, and their code can be written.</summary>
    public static (string, string)[] Environs => Real is not null
        ? [("DOTNET_ROOT", Path.GetDirectoryName(Dotnet) ?? "")]
        : [("DOTNET_TieredCompilation", "0"), ("DOTNET_JITMinOpts", "1"), ("DOTNET_EnableWriteXorExecute", "0")];
}
