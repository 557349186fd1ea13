using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Samples.Tests;

public sealed class FleetTests(Stage stage, ITestOutputHelper output) : SampleTest(stage)
{
    [Fact]
    public async Task A_good_release_goes_over_three_instances_and_a_bad_one_comes_back_by_itself_while_customers_ask()
    {
        await Stage.PlayFleetAsync(output.WriteLine, Deadline);
    }
}
