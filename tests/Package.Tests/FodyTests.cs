using System.Security.Cryptography;
using HotWeave.Package.Tests.Installing;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Package.Tests;

/// <summary>Who weaves with Fody has HotWeave as one more add-in, and gets what the build step makes of the other add-ins' work.</summary>
public sealed class FodyTests
{
    private const string Settings = "App/FodyWeavers.xml";
    private const string Element = "<HotWeave All=\"true\" SmallMethods=\"export\" />";
    private const string Program = "App/bin/Debug/net10.0/App.dll";
    private const string Built = "App/obj/Debug/net10.0/App.dll";
    private const string Weaving = "App woven:";

    [Fact]
    public async Task The_element_weaves_last_once_and_as_the_build_step_does_by_itself()
    {
        using var project = await CopyAsync();
        await project.BuildAsync("App");
        Assert.Equal("HELLO world\n", await project.ExecAsync(Program));
        Assert.True(WovenAssembly.IsWoven(project.InFolder(Program)));
        Assert.Contains("SmallMethods", await File.ReadAllTextAsync(project.InFolder("App", "FodyWeavers.xsd")), StringComparison.Ordinal);
        var woven = Snapshot.HashOf(project.InFolder(Built));
        Assert.False(File.Exists(project.InFolder("App/bin/Debug/net10.0/Newtonsoft.Json.dll")), "Costura has not embedded it");

        Assert.DoesNotContain(Weaving, await project.BuildAsync("App", "--no-restore"), StringComparison.Ordinal);
        Assert.Equal(woven, Snapshot.HashOf(project.InFolder(Built)));

        // The same settings as properties, without the add-in's say. Analyzers are told of properties, so it is compiled anew.
        await project.BuildAsync("App", "--no-restore", "-p:HotWeaveFody=false", "-p:HotWeaveAll=true", "-p:HotWeaveSmallMethods=export");
        Assert.Equal(woven, Snapshot.HashOf(project.InFolder(Built)));
        await project.DotnetAsync("clean", "App");
        await project.BuildAsync("App", "--no-restore", "-p:HotWeaveFody=false", "-p:HotWeaveAll=true", "-p:HotWeaveSmallMethods=export");
        Assert.Equal(woven, Snapshot.HashOf(project.InFolder(Built)));

        // Nor does the element's place among those that change the same bodies matter; Fody itself writes their order into the assembly.
        project.Edit(Settings, Element + "\n  <Shout />", "<Shout />\n  " + Element);
        await project.DotnetAsync("clean", "App");
        await project.BuildAsync("App", "--no-restore");
        Assert.True(WovenAssembly.IsWoven(project.InFolder(Program)));

        CopyBuilt(project, "deployed");
        project.Edit("App/Program.cs", "hello", "good morning");
        await project.BuildAsync("App", "--no-restore", "-p:HotWeaveBaseline=" + project.InFolder("deployed"));
        Assert.Equal("HELLO world\nGOOD MORNING world\nHELLO world\n", await project.ExecAsync("deployed/App.dll", project.InFolder("App/bin/Debug/net10.0/App.hotpatch")));
    }

    [Fact]
    public async Task Settings_are_checked_and_without_the_element_nothing_is_woven()
    {
        using var project = await CopyAsync();
        project.Edit(Settings, Element, "<HotWeave All=\"perhaps\" Everything=\"true\" />");
        var failed = await project.DotnetFailsAsync("build", "App");
        Assert.Matches(@"FodyWeavers\.xml\(2,\d+\): error HW7218", failed);
        Assert.Matches(@"FodyWeavers\.xml\(2,\d+\): error HW7217", failed);

        project.Edit(Settings, "<HotWeave All=\"perhaps\" Everything=\"true\" />", "");
        await project.BuildAsync("App", "--no-restore");
        Assert.Equal("HELLO world\n", await project.ExecAsync(Program));
        Assert.False(WovenAssembly.IsWoven(project.InFolder(Program)));

        project.Edit(Settings, "<Shout />", "<Shout />" + Element);
        Assert.Contains("warning HW7219", await project.BuildAsync("App", "--no-restore", "-p:HotWeaveAll=false"), StringComparison.Ordinal);
        Assert.True(WovenAssembly.IsWoven(project.InFolder(Program)));

        project.Edit(Settings, "</Weavers>", "");
        Assert.Contains("error HW7220", await project.DotnetFailsAsync("build", "App", "--no-restore"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signed_for_two_frameworks_with_embedded_symbols_and_beside_the_package_itself()
    {
        using var project = await CopyAsync();
        using (var key = new RSACryptoServiceProvider(2048))
            await File.WriteAllBytesAsync(project.InFolder("App", "key.snk"), key.ExportCspBlob(includePrivateParameters: true));
        project.Edit("App/App.csproj", "<TargetFramework>net10.0</TargetFramework>", "<TargetFrameworks>net8.0;net10.0</TargetFrameworks>");
        project.Edit("App/App.csproj", "<PackageReference Include=\"Fody\"", "<PackageReference Include=\"HotWeave\" Version=\"0.1.0\" /><PackageReference Include=\"Fody\"");
        var output = await project.BuildAsync("App", "-p:SignAssembly=true", "-p:AssemblyOriginatorKeyFile=key.snk", "-p:DebugType=embedded");
        Assert.Contains("HW7216", output, StringComparison.Ordinal);
        foreach (var framework in new[] { "net8.0", "net10.0" })
        {
            var program = $"App/bin/Debug/{framework}/App.dll";
            Assert.True(WovenAssembly.IsWoven(project.InFolder(program)));
            using var module = ModuleDefinition.ReadModule(
                project.InFolder(program), new ReaderParameters { ReadSymbols = true, SymbolReaderProvider = new EmbeddedPortablePdbReaderProvider() });
            Assert.True(module.Attributes.HasFlag(ModuleAttributes.StrongNameSigned));
            Assert.True(module.HasSymbols);
        }

        Assert.Equal("HELLO world\n", await project.ExecAsync(Program));

        project.Edit("App/App.csproj", "<PackageReference Include=\"HotWeave\" Version=\"0.1.0\" />", "<PackageReference Include=\"HotWeave\" Version=\"0.1.0\" ExcludeAssets=\"build;buildTransitive\" />");
        Assert.Contains("error HW7221", await project.DotnetFailsAsync("build", "App", "-f", "net10.0"), StringComparison.Ordinal);
    }

    private static async Task<UserProject> CopyAsync()
    {
        var project = await UserProject.CopyOfAsync("WithFody");
        await project.BuildAsync("Shout.Fody");
        return project;
    }

    private static void CopyBuilt(UserProject project, string folder)
    {
        Directory.CreateDirectory(project.InFolder(folder));
        foreach (var file in Directory.EnumerateFiles(project.InFolder("App/bin/Debug/net10.0")))
            File.Copy(file, Path.Combine(project.InFolder(folder), Path.GetFileName(file)));
    }
}
