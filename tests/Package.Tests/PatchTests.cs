using HotWeave.Package.Tests.Installing;

namespace HotWeave.Package.Tests;

/// <summary>A build that is given a baseline makes the patch too.</summary>
public sealed class PatchTests
{
    private const string Patch = "bin/Debug/net10.0/Greeting.hotpatch";

    [Fact]
    public async Task A_baseline_gives_a_patch_beside_the_output_when_something_changed()
    {
        using var deployed = await UserProject.CopyOfAsync("Greeting");
        using var project = await UserProject.CopyOfAsync("Greeting");
        await deployed.BuildAsync();
        var folder = deployed.InFolder("bin", "Debug", "net10.0");
        var toFolder = $"-p:HotWeaveBaseline={folder}";

        // The same sources, built elsewhere, give the same bytes; a warning would end a strict build of an unchanged project.
        Assert.Contains("HW7209", await project.BuildAsync(toFolder, "-warnaserror"), StringComparison.Ordinal);
        Assert.False(File.Exists(project.InFolder(Patch)));
        foreach (var file in new[] { "bin/Debug/net10.0/Greeting.dll", "bin/Debug/net10.0/Greeting.pdb", "obj/Debug/net10.0/Greeting.csproj.hotweave.txt" })
            Assert.Equal(Snapshot.HashOf(deployed.InFolder(file)), Snapshot.HashOf(project.InFolder(file)));

        project.Edit("Greeter.cs", "hello", "good morning");
        await project.BuildAsync("--no-restore", toFolder);
        var patch = Snapshot.HashOf(project.InFolder(Patch));
        Assert.Contains("patched: good morning world", await deployed.ExecAsync("bin/Debug/net10.0/Greeting.dll", project.InFolder(Patch)), StringComparison.Ordinal);

        // The deployed assembly itself will do as well, and gives the same patch.
        await project.BuildAsync("--no-restore", $"-p:HotWeaveBaseline={Path.Combine(folder, "Greeting.dll")}");
        Assert.Equal(patch, Snapshot.HashOf(project.InFolder(Patch)));

        // A strict build takes no remark.
        project.Edit("Greeter.cs", "public string Greet(string name)", "public int Added() => 1;\n    public string Greet(string name)");
        Assert.Contains("error HW3521", await project.DotnetFailsAsync("build", "--no-restore", toFolder, "-p:HotWeaveStrict=true"), StringComparison.Ordinal);
        Assert.False(File.Exists(project.InFolder(Patch)));

        // A rude edit is refused at its source line, and leaves no patch of an earlier build behind.
        project.Edit("Greeter.cs", "public string Greet(string name)", "~Greeter() { }\n    public string Greet(string name)");
        Assert.Matches(@"Greeter\.cs\(\d+,\d+\): error HW3\d{3}", await project.DotnetFailsAsync("build", "--no-restore", toFolder));
        Assert.False(File.Exists(project.InFolder(Patch)));
    }

    [Fact]
    public async Task A_relative_baseline_is_of_the_projects_folder_or_else_of_where_the_build_was_started()
    {
        using var shop = await UserProject.CopyOfAsync("Shop");
        await shop.BuildAsync("Lib", "-f", "net8.0");
        Directory.Move(shop.InFolder("Lib", "bin", "Debug", "net8.0"), shop.InFolder("deployed"));
        Assert.Contains("HW7209", await shop.BuildAsync("Lib", "--no-restore", "-f", "net8.0", "-p:HotWeaveBaseline=deployed"), StringComparison.Ordinal);

        Directory.Move(shop.InFolder("deployed"), shop.InFolder("Lib", "deployed"));
        Assert.Contains("HW7209", await shop.BuildAsync("Lib", "--no-restore", "-f", "net8.0", "-p:HotWeaveBaseline=deployed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_baseline_that_is_missing_is_refused_and_one_of_other_projects_is_none_of_this_ones()
    {
        using var project = await UserProject.CopyOfAsync("Greeting");
        Assert.Contains("error HW7207", await project.DotnetFailsAsync("build", "-p:HotWeaveBaseline=nowhere/Greeting.dll"), StringComparison.Ordinal);
        Assert.Contains("HW7208", await project.BuildAsync("--no-restore", $"-p:HotWeaveBaseline={project.Folder}", "-warnaserror"), StringComparison.Ordinal);
        Assert.False(File.Exists(project.InFolder(Patch)));
    }
}
