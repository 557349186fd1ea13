using System.Runtime.InteropServices;
using HotWeave.Package.Tests.Installing;

namespace HotWeave.Package.Tests;

/// <summary>
/// .NET ends a program whose startup hook is missing, and woven code needs the runtime. However a project refers to the package, its
/// program starts, or the build says why it would not.
/// </summary>
public sealed class RuntimeFileTests
{
    private const string Reference = "<PackageReference Include=\"HotWeave\" Version=\"0.1.0\" />";
    private const string Woven = "-p:HotWeaveAll=true";

    private static readonly string[] s_trimmed = ["-r", RuntimeInformation.RuntimeIdentifier, "-p:PublishTrimmed=true"];

    // The second publishing uses what the first left in obj.
    [Fact]
    public async Task A_trimmed_program_starts_with_nothing_marked_and_once_something_is()
    {
        using var project = await UserProject.CopyOfAsync("Plain");
        await AssertStartsAsync(project, s_trimmed);
        Assert.False(File.Exists(project.InFolder("out", "HotWeave.Runtime.dll")));
        await AssertStartsAsync(project, [.. s_trimmed, Woven]);
        Assert.True(WovenAssembly.IsWoven(project.InFolder("out", "Plain.dll")));
        Directory.Delete(project.InFolder("out"), recursive: true);
        await AssertStartsAsync(project, s_trimmed);
    }

    [Theory]
    [InlineData("PrivateAssets=\"all\"")]
    [InlineData("PrivateAssets=\"All\" IncludeAssets=\"Runtime;Build;Native;contentFiles;Analyzers\"")]
    public async Task A_private_reference_publishes_the_runtime(string assets)
    {
        using var project = await UserProject.CopyOfAsync("Plain");
        project.Edit("Plain.csproj", "Version=\"0.1.0\" />", $"Version=\"0.1.0\" {assets} />");
        await AssertStartsAsync(project, Woven);
        Assert.True(WovenAssembly.IsWoven(project.InFolder("out", "Plain.dll")));
    }

    [Fact]
    public async Task A_global_reference_publishes_the_runtime()
    {
        using var project = await UserProject.CopyOfAsync("Plain");
        project.Edit("Plain.csproj", Reference, "");
        File.WriteAllText(
            project.InFolder("Directory.Packages.props"),
            $"""
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup>{Reference.Replace("PackageReference", "GlobalPackageReference", StringComparison.Ordinal)}</ItemGroup>
            </Project>
            """);
        await AssertStartsAsync(project, Woven);
        Assert.True(WovenAssembly.IsWoven(project.InFolder("out", "Plain.dll")));
    }

    [Fact]
    public async Task A_reference_without_the_runtime_fails_the_build()
    {
        using var project = await UserProject.CopyOfAsync("Plain");
        project.Edit("Plain.csproj", "Version=\"0.1.0\" />", "Version=\"0.1.0\" ExcludeAssets=\"runtime\" />");
        var output = await project.DotnetFailsAsync("build", Woven);
        Assert.Contains("error HW7214: The woven code of Plain needs", output, StringComparison.Ordinal);
        await AssertStartsAsync(project);
    }

    [Fact]
    public async Task A_reference_that_is_not_to_be_published_fails_publishing()
    {
        using var project = await UserProject.CopyOfAsync("Plain");
        project.Edit("Plain.csproj", "Version=\"0.1.0\" />", "Version=\"0.1.0\" Publish=\"false\" />");
        Assert.Contains("error HW7214", await project.DotnetFailsAsync("publish", Woven), StringComparison.Ordinal);
        Assert.Contains("error HW7215", await project.DotnetFailsAsync("publish"), StringComparison.Ordinal);
        await AssertStartsAsync(project, "-p:HotWeaveReapply=false");
    }

    [Fact]
    public async Task A_runtime_that_another_add_in_embeds_is_no_hook_and_fails_the_build_where_code_is_woven()
    {
        using var project = await UserProject.CopyOfAsync("Plain");
        const string AddIn = """
            <PackageReference Include="Fody" Version="6.9.3" PrivateAssets="all" />
            <PackageReference Include="Costura.Fody" Version="6.2.0" PrivateAssets="all" />
            """;
        project.Edit("Plain.csproj", Reference, Reference + AddIn);
        File.WriteAllText(project.InFolder("FodyWeavers.xml"), "<Weavers><Costura /></Weavers>");
        await AssertStartsAsync(project);
        var output = await project.DotnetFailsAsync("build", Woven);
        Assert.Contains("error HW7213: HotWeave.Runtime was made a resource (Plain: costura.hotweave.runtime.dll", output, StringComparison.Ordinal);

        project.Edit("FodyWeavers.xml", "<Costura />", "<Costura><ExcludeAssemblies>HotWeave.Runtime</ExcludeAssemblies></Costura>");
        await AssertStartsAsync(project, Woven);
        Assert.True(WovenAssembly.IsWoven(project.InFolder("out", "Plain.dll")));
    }

    private static async Task AssertStartsAsync(UserProject project, params string[] settings)
    {
        await project.DotnetAsync(["publish", "-c", "Release", "-o", "out", .. settings]);
        var output = await project.RunAsync(project.InFolder("out", OperatingSystem.IsWindows() ? "Plain.exe" : "Plain"));
        Assert.Equal("hello world\n", output.ReplaceLineEndings("\n"));
    }
}
