using HotWeave.Fuzz.Kills;
using Xunit;

namespace HotWeave.Fuzz.Tests;

/// <summary>A few kills of each operation; the long run is for who asks for it.</summary>
public sealed class KillTests : IDisposable
{
    private readonly string _scratch = Directory.CreateTempSubdirectory("hotweave-kills-").FullName;

    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    [Fact]
    public void What_is_killed_leaves_everything_as_before_or_as_after()
    {
        var lines = new List<string>();

        var wrong = KillRun.Run(_scratch, 9, atCalls: false, lines.Add);

        Assert.True(wrong == 0, string.Join('\n', lines));
        // A heading and a row for each operation, and most were killed before they were done.
        Assert.Equal(5, lines.Count);
        Assert.True(lines.Skip(2).Sum(static l => int.Parse(l.Split('|')[3], null)) >= 4, string.Join('\n', lines));
    }
}
