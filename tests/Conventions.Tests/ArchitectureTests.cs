using HotWeave.Conventions.Tests.Pictures;
using HotWeave.Conventions.Tests.Sources;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>The page on the architecture shows the house as it is.</summary>
public sealed class ArchitectureTests
{
    private const string Page = "docs/architecture.md";

    [Fact]
    public void The_picture_has_the_stages_and_floors_that_are_kept() =>
        Generated.IsCurrent("docs/pictures/floors.svg", FloorPicture.Draw(StageTests.Stages, FloorTests.Floors));

    [Fact]
    public void Every_part_is_on_the_page()
    {
        var page = SourceTree.Read(Page);
        Convention.Holds(SourceTree.FilesUnder("src", ".csproj").Select(static file => file.Split('/')[1]).Distinct()
            .Where(part => !page.Contains($"`src/{part}`", StringComparison.Ordinal)));
        Assert.Contains("(pictures/floors.svg)", page, StringComparison.Ordinal);
    }

    // The check itself.
    [Fact]
    public void The_picture_changes_with_what_it_shows()
    {
        var one = FloorPicture.Draw(["A", "B"], new Dictionary<string, string[]> { ["P"] = ["Ground", "Roof"] });
        Assert.NotEqual(one, FloorPicture.Draw(["B", "A"], new Dictionary<string, string[]> { ["P"] = ["Ground", "Roof"] }));
        Assert.NotEqual(one, FloorPicture.Draw(["A", "B"], new Dictionary<string, string[]> { ["P"] = ["Roof", "Ground"] }));
    }
}
