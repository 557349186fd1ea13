using HotWeave.Probation;
using HotWeave.Protocol;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

/// <summary>How sure it is that a version does worse than it may, beside the verdict.</summary>
public sealed class DoubtTests
{
    [Fact]
    public void It_passes_99_percent_exactly_where_the_verdict_is_failed()
    {
        foreach (var limit in new[] { 0, 0.001, 0.01, 0.05, 0.3, 0.5, 0.9, 1 })
        {
            var options = new ProbationOptions { MaxErrorRate = limit, MinUnits = 1 };
            for (var ended = 1; ended <= 300; ended += 7)
            {
                for (var failed = 0; failed <= ended; failed += Math.Max(1, ended / 40))
                {
                    var tally = new UnitTally(ended, failed, 0);
                    var doubt = TrialRule.MeasureDoubt(tally, limit)!.Value;
                    var hasFailed = TrialRule.Judge(tally, default, isOver: false, options).Verdict == TrialVerdict.Failed;
                    // Where they are equal to four digits, the bound's own constant decides.
                    Assert.True(hasFailed == (doubt > 0.99) || Math.Abs(doubt - 0.99) < 0.0001, $"{failed} of {ended}, {limit} may: {doubt}, failed {hasFailed}");
                    Assert.InRange(doubt, 0, 1);
                }
            }
        }
    }

    [Fact]
    public void It_is_a_half_at_the_limit_and_not_known_without_units()
    {
        Assert.Null(TrialRule.MeasureDoubt(default, 0.01));
        Assert.Equal(0.5, TrialRule.MeasureDoubt(new UnitTally(1000, 10, 0), 0.01)!.Value, 6);
        Assert.True(TrialRule.MeasureDoubt(new UnitTally(1000, 5, 0), 0.01) < 0.1);
    }
}
