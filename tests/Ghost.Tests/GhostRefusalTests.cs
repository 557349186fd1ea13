using HotWeave.Control.Protocol;
using HotWeave.Ghost.Tests.Harness;
using HotWeave.Tool.Control;
using HotWeave.Tool.Files;
using HotWeave.Tool.Ghost;
using HotWeave.Tool.Processes;
using HotWeave.Tool.Tests.Harness;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Ghost;

namespace HotWeave.Ghost.Tests;

/// <summary>What cannot be woven in memory is refused by its code, and goes on as it did.</summary>
public class GhostRefusalTests
{
    [GhostFact]
    public void A_process_without_diagnostics()
    {
        using var shop = Shop.Start(("DOTNET_EnableDiagnostics", "0"));
        shop.WeaveRefused("HW7005");
    }

    [GhostFact]
    public void A_process_that_is_woven_already()
    {
        using var shop = Shop.Start();
        shop.Weave();
        ToolRun.Refused("HW9020", "weave", "--pid", shop.Id, "-o", shop.File("other"), "--all");
        Assert.False(Directory.Exists(shop.File("other")));
    }

    [GhostFact]
    public void A_process_with_another_profiler()
    {
        using var shop = Shop.Start();
        // The native part from another path is another library, as an APM agent's is.
        var other = shop.File("other.so");
        File.Copy(Companion.FindGhost()!, other);
        var process = ProcessReader.Read(int.Parse(shop.Id, System.Globalization.CultureInfo.InvariantCulture))!;
        var attached = DiagnosticsPort.AttachProfiler(
            DiagnosticsPort.Find(process)!, process, new Guid("5c0a2d0e-6f0b-4d5e-9d2b-7d3f4e0c8a15"), other, TimeSpan.FromSeconds(30));
        Assert.True(attached.IsSuccess, attached.Code.ToString("x8", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains($"('{other}')", shop.WeaveRefused("HW9022"), StringComparison.Ordinal);
    }

    [GhostFact]
    public void A_folder_that_is_not_what_runs()
    {
        using var folder = new TemporaryFolder();
        var copy = folder.File("app");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(Shop.OldBuild))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        using var shop = Shop.StartIn(copy);
        shop.Ask("facts");
        // As a deployment does that did not restart the process yet.
        File.Delete(Path.Combine(copy, "Parts.dll"));
        File.Copy(Path.Combine(shop.NewBuild, "Parts.dll"), Path.Combine(copy, "Parts.dll"));
        Assert.Contains("'Parts'", shop.WeaveRefused("HW9024"), StringComparison.Ordinal);
        // What else it runs can be woven.
        ToolRun.Done("weave", "--pid", shop.Id, "-o", shop.Copy, "--all", "--assembly", "Shop");
    }

    [GhostFact]
    public void An_output_that_exists()
    {
        using var shop = Shop.Start();
        Directory.CreateDirectory(shop.Copy);
        ToolRun.Refused("HW9029", "weave", "--pid", shop.Id, "-o", shop.Copy, "--all");
        Assert.Empty(Directory.GetFiles(shop.Copy));
    }

    [GhostFact]
    public void Nothing_that_is_selected()
    {
        using var shop = Shop.Start();
        ToolRun.Refused("HW7032", "weave", "--pid", shop.Id, "-o", shop.Copy);
        Assert.False(Directory.Exists(shop.Copy));
    }

    [Theory]
    [InlineData(GhostStep.Attach, "HW9022")]
    [InlineData(GhostStep.ReadPlan, "HW9027")]
    [InlineData(GhostStep.FindModule, "HW9024")]
    [InlineData(GhostStep.IsWoven, "HW9026")]
    [InlineData(GhostStep.ReadBody, "HW9027")]
    [InlineData(GhostStep.Define, "HW9027")]
    [InlineData(GhostStep.Apply, "HW9027")]
    [InlineData(GhostStep.Request, "HW9027")]
    [InlineData(GhostStep.Mark, "HW9027")]
    [InlineData(GhostStep.Compile, "HW9028")]
    internal void Each_step_that_fails_has_its_code(GhostStep step, string id)
    {
        var process = new ProcessFacts { Id = 7, InnerId = 7, Name = "shop", TempFolder = "/tmp" };
        var plan = new GhostPlan("Parts", Guid.NewGuid(), new BaselineMark("", 2, ""), 0, []);
        var message = GhostFailure.Diagnose(process, [plan], new GhostReply((int)step, unchecked((int)0x80004005), 0, 0x06000001, 0, "why"));
        Assert.Equal(id, message.Id);
        Assert.True(message.Message.Contains("Parts", StringComparison.Ordinal) || step is GhostStep.Attach or GhostStep.Compile, message.Message);
    }
}
