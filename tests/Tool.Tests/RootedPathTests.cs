using HotWeave.Tool.Processes;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests;

/// <summary>A path of another root never leads out of it.</summary>
public sealed class RootedPathTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("/tmp", "/tmp")]
    [InlineData("/tmp/../../../etc", "/etc")]
    [InlineData("/absolute/hotweave-0", "/var/data/hotweave-0")]
    [InlineData("/relative", "/var/data")]
    [InlineData("/out", "/etc")]
    [InlineData("/missing/a", "/missing/a")]
    public void Links_lead_where_they_lead_its_process(string path, string expected)
    {
        Directory.CreateDirectory(_root.File("var/data"));
        File.CreateSymbolicLink(_root.File("absolute"), "/var/data");
        File.CreateSymbolicLink(_root.File("relative"), "var/../var/data");
        File.CreateSymbolicLink(_root.File("out"), "../../../../../../etc");
        Assert.Equal(_root.Path + expected, RootedPath.Resolve(_root.Path, path));
    }

    [Fact]
    public void A_circle_of_links_ends()
    {
        File.CreateSymbolicLink(_root.File("a"), "/b");
        File.CreateSymbolicLink(_root.File("b"), "/a");
        Assert.StartsWith(_root.Path, RootedPath.Resolve(_root.Path, "/a/x"), StringComparison.Ordinal);
    }
}
