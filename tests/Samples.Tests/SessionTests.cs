using HotWeave.Staging;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Samples.Tests;

/// <summary>Samples whose whole story is a session at their console.</summary>
public sealed class SessionTests(Stage stage, ITestOutputHelper output) : SampleTest(stage)
{
    [Theory]
    [InlineData("Orleans")]
    [InlineData("Akka")]
    [InlineData("Fody")]
    public async Task A_service_takes_its_next_release_in_the_middle_of_a_session_and_gives_it_back(string name)
    {
        string patch = await Stage.PatchAsync(name, Deadline);
        await using SampleProcess sample = await Stage.StartAsync(name, Deadline);
        await Stage.FindSession(name).PlayAsync(sample, Stage.Tool, patch, output.WriteLine, Deadline);
        await sample.StopAsync(Deadline);
    }
}
