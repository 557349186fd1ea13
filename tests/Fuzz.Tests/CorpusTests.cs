using HotWeave.Fuzz.Guided;
using HotWeave.Fuzz.Inputs;
using HotWeave.Fuzz.Running;
using HotWeave.Fuzz.Seeds;
using Xunit;

namespace HotWeave.Fuzz.Tests;

/// <summary>What was found once, and short runs of what finds.</summary>
public sealed class CorpusTests : IDisposable
{
    private static readonly string s_corpus = Path.Combine(AppContext.BaseDirectory, "Corpus");

    private readonly string _scratch = Directory.CreateTempSubdirectory("hotweave-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    [Fact]
    public void The_tool_does_or_refuses_what_it_failed_at_once()
    {
        var seeds = SeedFolder.Make(Path.Combine(_scratch, "seeds"));
        var inputs = Directory.GetFiles(Path.Combine(s_corpus, "tool"));
        Assert.NotEmpty(inputs);
        foreach (var file in inputs.Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var input = InputCases.All.Single(c => name.StartsWith(c.Name.Replace(' ', '-') + "-", StringComparison.Ordinal) && name[(c.Name.Length + 1)..].All(char.IsAsciiDigit));

            var outcome = ToolProcess.Run(Path.Combine(_scratch, "run"), seeds, input, 0, File.ReadAllBytes(file));

            Assert.True(outcome.IsGood, $"{name}: {outcome.ToLine()}");
        }
    }

    [Fact]
    public void Readers_read_or_refuse_their_corpus()
    {
        var count = 0;
        foreach (var target in ReaderTargets.All)
        {
            foreach (var input in Corpus.Read(s_corpus, target.Name))
            {
                Assert.Null(target.FindFault(input));
                count++;
            }
        }

        Assert.True(count > 20, $"{count} inputs");
    }

    /// <summary>Two seconds for each reader.</summary>
    [Fact]
    public void Readers_read_or_refuse_what_leads_into_their_branches()
    {
        var lines = new List<string>();

        var isWell = GuidedRun.Run(_scratch, s_corpus, null, TimeSpan.FromSeconds(2), lines.Add);

        Assert.True(isWell, string.Join('\n', lines));
        Assert.Equal(ReaderTargets.All.Count + 2, lines.Count);
    }

    [Fact]
    public void A_reader_that_fails_is_found()
    {
        var target = new ReaderTarget("bait", static _ => [], static b => { if (b is [0x80 or 0xFF, ..]) throw new ArgumentOutOfRangeException(nameof(b)); }, static e => e is FormatException);

        Assert.IsType<ArgumentOutOfRangeException>(target.FindFault([0x80]));
        Assert.Null(target.FindFault([1]));
    }
}
