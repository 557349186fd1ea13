using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Weaving;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>The plan and the IL that weaving makes, as committed text.</summary>
public class SnapshotTests
{
    [Theory]
    [InlineData("InPlace")]
    [InlineData("Moved")]
    [InlineData("Constructors")]
    [InlineData("Closures")]
    public void Woven_IL(string name)
    {
        using var directory = new TestDirectory();
        var plain = Compiler.CSharp(directory, name, CaseText.Source($"Snapshots/{name}.cs"), Configuration.Release);
        var woven = Weaving.All(plain, directory.Sub("woven"));
        Snapshot.Matches(name, PlanOf(plain) + "\n" + ILText.OfAssembly(woven));
    }

    private static string PlanOf(string path)
    {
        using var image = new ModuleReader([], new DiagnosticSink()).Read(path)!;
        var settings = new WeaveSettings(new WeaveSelection { All = true });
        return WeavePlanner.Plan(image.Module, WeaveInventory.Collect(image.Module, settings), settings.MakeMark(image.Bytes)).ToString();
    }
}
