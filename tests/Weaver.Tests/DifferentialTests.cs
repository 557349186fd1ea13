using System.Reflection;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>
/// Patches are made from the rows and bytes of files as far as those can be read there, and from objects for the rest. Made from objects only they are the same, to the byte: what
/// the short way calls the same is the same, and what it takes out of a woven file is all that weaving put in.
/// </summary>
public sealed class DifferentialTests
{
    public static TheoryData<string, Configuration> Cases()
    {
        var data = new TheoryData<string, Configuration>();
        foreach (var name in CaseText.Swaps)
        {
            data.Add(name, Configuration.Debug);
            data.Add(name, Configuration.Release);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rows_and_objects_give_one_patch(string name, Configuration configuration)
    {
        using var swap = new SwapCase(name, configuration);
        using var directory = new TestDirectory();
        AssertSame(swap.Woven1, swap.Plain2, directory);
        // Of a woven debug build the rows give the maps of its local variables for Edit and Continue less; nobody reads those of a patch.
        if (configuration == Configuration.Release)
            AssertSame(swap.Woven1, swap.Woven2, directory);
    }

    [Theory]
    [InlineData("13.0.3", "13.0.4")]
    [InlineData("13.0.4", "13.0.3")]
    public void Rows_and_objects_give_one_patch_of_a_library(string deployed, string @new)
    {
        using var directory = new TestDirectory();
        var woven = Weaving.All(Library(deployed), directory.Sub("woven"));
        AssertSame(woven, Library(@new), directory);
    }

    private static void AssertSame(string deployed, string @new, TestDirectory directory)
    {
        var (rows, ofRows) = Make(deployed, @new, directory, readsRows: true);
        var (objects, ofObjects) = Make(deployed, @new, directory, readsRows: false);
        Assert.True(rows.Outcome == PatchOutcome.Made, string.Join("\n", rows.Diagnostics));
        Assert.Equal(objects.Diagnostics.Select(static d => d.ToString()), rows.Diagnostics.Select(static d => d.ToString()));
        Assert.Equal(objects.Edits, rows.Edits);
        Assert.True(ofObjects.AsSpan().SequenceEqual(ofRows), "the patches differ");
    }

    private static (PatchResult Result, byte[] Patch) Make(string deployed, string @new, TestDirectory directory, bool readsRows)
    {
        var output = directory.File($"{readsRows}.hotpatch");
        File.Delete(output);
        var request = new PatchRequest { BaselinePath = deployed, NewPath = @new, OutputPath = output, References = [AppContext.BaseDirectory] };
        var result = PatchMaker.Make(request, readsRows);
        return (result, File.Exists(output) ? File.ReadAllBytes(output) : []);
    }

    private static string Library(string version)
    {
        var package = typeof(DifferentialTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "NewtonsoftJson").Value!;
        return Path.Combine(Path.GetDirectoryName(package.TrimEnd('/', '\\'))!, version, "lib", "net6.0", "Newtonsoft.Json.dll");
    }
}
