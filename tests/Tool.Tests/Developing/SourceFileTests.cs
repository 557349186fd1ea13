using HotWeave.Tool.Developing;

namespace HotWeave.Tool.Tests.Developing;

/// <summary>Which files a session builds for: what a build reads, never what a build or the program writes.</summary>
public sealed class SourceFileTests
{
    [Theory]
    [InlineData("Orders.cs", "Code")]
    [InlineData("Pages/Index.cshtml", "Code")]
    [InlineData("Shared/Basket.razor", "Code")]
    [InlineData("appsettings.json", "Code")]
    [InlineData("Shop.csproj", "Project")]
    [InlineData("Directory.Build.props", "Project")]
    [InlineData("obj/Release/net10.0/Shop.AssemblyInfo.cs", "None")]
    [InlineData("bin/Release/net10.0/appsettings.json", "None")]
    [InlineData(".git/index.json", "None")]
    [InlineData("node_modules/left/package.json", "None")]
    [InlineData("wwwroot/site.json", "None")]
    [InlineData("shop.db", "None")]
    [InlineData("log.txt", "None")]
    [InlineData("out/Shop.cs", "None")]
    [InlineData("4913", "None")]
    public void Files_ask_for_what_they_are(string file, string expected) =>
        Assert.Equal(expected, SourceFile.Classify("/src/shop/" + file, "/src/shop", ["/src/shop/out/"]).ToString());
}
