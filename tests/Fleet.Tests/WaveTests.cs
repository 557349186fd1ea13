using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Rollouts;
using HotWeave.Fleet.Tests.Harness;

namespace HotWeave.Fleet.Tests;

/// <summary>Which instances a wave means.</summary>
public sealed class WaveTests
{
    [Theory]
    [InlineData("1", 20, 1)]
    [InlineData("30", 20, 20)]
    [InlineData("10%", 20, 2)]
    [InlineData("10%", 3, 1)]
    [InlineData("50%", 3, 2)]
    [InlineData("100%", 3, 3)]
    [InlineData("100%", 0, 0)]
    [InlineData("0.5%", 1000, 5)]
    public void A_wave_is_so_many_instances(string wave, int instances, int expected) => Assert.Equal(expected, Wave.Parse(wave)!.CountOf(instances));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0%")]
    [InlineData("101%")]
    [InlineData("all")]
    public void What_is_no_wave_is_refused(string text) => Assert.Null(Wave.Parse(text));

    [Fact]
    public void No_zone_goes_first_as_a_whole()
    {
        foreach (var number in Enumerable.Range(1, 200))
        {
            var rollout = Fleets.Rollout("50%", "100%") with { Number = number };
            var instances = Enumerable.Range(0, 12).Select(i => Fleets.Instance($"i{i}", i < 3 ? "a" : "b")).ToList();

            var wish = Fleets.Wish(rollout with { Chosen = WaveChoice.Choose(Fleets.Application, rollout, instances, 6) });

            var byZone = Fleets.Chosen(wish, instances).CountBy(static i => i.Zone).ToDictionary();
            Assert.Equal(6, byZone.Values.Sum());
            Assert.InRange(byZone.GetValueOrDefault("a"), 1, 2);
        }
    }

    [Fact]
    public void Who_was_chosen_stays_chosen_and_each_wave_has_its_number()
    {
        foreach (var number in Enumerable.Range(1, 100))
        {
            var rollout = Fleets.Rollout("1", "10%", "50%", "100%") with { Number = number };
            var instances = Enumerable.Range(0, 37).Select(i => Fleets.Instance($"i{i}", "zone" + (i % 4))).ToList();
            List<InstanceReport> before = [];
            foreach (var wave in rollout.Waves)
            {
                rollout = rollout with { Chosen = WaveChoice.Choose(Fleets.Application, rollout, instances, wave.CountOf(instances.Count)) };
                var chosen = Fleets.Chosen(Fleets.Wish(rollout), instances);

                Assert.Subset(chosen.ToHashSet(), before.ToHashSet());
                Assert.InRange(chosen.Count, wave.CountOf(instances.Count), wave.CountOf(instances.Count) + 3);
                before = chosen;
            }

            Assert.Equal(instances.Count, before.Count);
        }
    }
}
