using System.Runtime.InteropServices;
using HotWeave.Staging;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Samples.Tests;

/// <summary>With the Harmony that <c>HOTWEAVE_HARMONY</c> names the folder of, or the double that stands for it on Linux and x64.</summary>
public sealed class HarmonyTests(Stage stage, ITestOutputHelper output) : SampleTest(stage)
{
    [HarmonyFact]
    public async Task A_mod_weaves_the_game_that_is_patched_while_it_is_played()
    {
        string copy = await Stage.BuildHarmonySampleAsync(HarmonyFactAttribute.Library, Deadline);
        string patch = await Stage.PatchAsync("Harmony", copy, Deadline);
        await using SampleProcess game = await Stage.StartAsync("Harmony", Deadline);
        await Stage.FindSession("Harmony", copy).PlayAsync(game, Stage.Tool, patch, output.WriteLine, Deadline);
        await game.StopAsync(Deadline);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class HarmonyFactAttribute : FactAttribute
    {
        public HarmonyFactAttribute()
        {
            if (Library == null && !(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64))
                Skip = "the double of Harmony writes code for Linux on x64";
        }

        public static string? Library =>
            Environment.GetEnvironmentVariable("HOTWEAVE_HARMONY") is { Length: > 0 } folder ? Path.Combine(folder, "0Harmony.dll") : null;
    }
}
