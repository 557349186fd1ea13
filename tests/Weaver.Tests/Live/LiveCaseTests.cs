using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Live;

/// <summary>Programs that run while they are patched: each state answers as the case says, and what stays behind is named.</summary>
[Collection("swaps")]
public class LiveCaseTests
{
    public static TheoryData<string, Configuration> Cases()
    {
        var data = new TheoryData<string, Configuration>();
        foreach (var name in LiveCase.Names)
        {
            data.Add(name, Configuration.Debug);
            data.Add(name, Configuration.Release);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Weaving_is_not_seen(string name, Configuration configuration)
    {
        using var live = new LiveCase(name, configuration);
        using var program = new LiveProgram(Loaded.From(live.Plain).Assembly);
        Assert.Equal(live.Sections.First(static s => s.Title == "v1").Text, program.Ask());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_state_answers_as_it_must(string name, Configuration configuration)
    {
        using var live = new LiveCase(name, configuration);
        var loaded = Loaded.From(live.Woven);
        var options = new SwapOptions { LoadContext = loaded.Context, AcceptState = true, Mode = live.IsQuiescent ? SwapMode.Quiescent : null };
        var before = HotSwap.GetStatus().Current;
        using var program = new LiveProgram(loaded.Assembly);
        byte[]? patch = null;
        try
        {
            foreach (var (title, expected) in live.Sections)
            {
                switch (title)
                {
                    case "with":
                        continue;
                    case "v1":
                        break;
                    case "refused" or "remarks":
                        patch ??= live.MakePatch(2);
                        continue;
                    case "back":
                        await HotSwap.RollbackAsync(before, options);
                        break;
                    case "again":
                        await HotSwap.ApplyAsync(patch!, options);
                        break;
                    default:
                        patch = live.MakePatch(int.Parse(title[1..], null));
                        await HotSwap.ApplyAsync(patch!, options);
                        break;
                }

                Assert.Equal($"== {title}\n{expected}", $"== {title}\n{program.Ask()}");
            }
        }
        finally
        {
            if (HotSwap.GetStatus().Current != before)
                await HotSwap.RollbackAsync(before, options);
        }
    }
}
