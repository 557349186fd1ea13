using HotWeave.Package.Tests.Installing;
using HotWeave.Package.Tests.Walking;
using HotWeave.Staging.Walking;

namespace HotWeave.Package.Tests;

/// <summary>README, the tutorials and the how-to guides, followed to the letter by somebody who has the packed packages and an empty folder.</summary>
public sealed class WalkTests
{
    public static TheoryData<string> Pages => [.. WalkedPages.Names];

    [WalkTheory]
    [MemberData(nameof(Pages))]
    public async Task A_reader_who_types_what_a_page_says_sees_what_it_says(string page)
    {
        var tool = await InstalledTool.GetAsync();
        using var user = await UserProject.NewAsync();
        await PageWalk.RunAsync(WalkedPages.Read(page), user.Folder, tool.Environment);
    }

    [Fact]
    public void Readme_and_each_tutorial_are_walked()
    {
        Assert.NotEmpty(WalkedPages.Tutorials);
        Assert.Empty(WalkedPages.Tutorials.Append("README.md").Except(WalkedPages.Names));
    }
}
