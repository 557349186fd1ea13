using HotWeave.Patches.Format;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Mono.Cecil;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>What another version of HotWeave wove is refused by a code that says so, before anybody takes its stubs for what they are not.</summary>
public sealed class WeavingFormatTests : IDisposable
{
    private const int OtherFormat = 1;

    private readonly TestDirectory _directory = new();
    private readonly string _deployed;
    private readonly string _new;

    public WeavingFormatTests()
    {
        _deployed = Weave("1", "public class C { public C() { N = 1; } public int N; public string Say() => \"one\" + N; }");
        _new = Weave("2", "public class C { public C() { N = 2; } public int N; public string Say() => \"two\" + N; }");
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_patch_of_a_build_of_another_format_is_refused(bool isDeployedOld, bool isNewOld)
    {
        var request = new PatchRequest
        {
            BaselinePath = isDeployedOld ? SetFormat(_deployed) : _deployed,
            NewPath = isNewOld ? SetFormat(_new) : _new,
            OutputPath = _directory.File("c.hotpatch"),
        };
        var result = PatchMaker.Make(request);
        Assert.Equal(PatchOutcome.Failed, result.Outcome);
        Assert.Equal(new[] { isDeployedOld, isNewOld }.Count(static o => o), result.Diagnostics.Count(static d => d.Id == "HW1030"));
        Assert.All(result.Diagnostics, static d => Assert.Equal("HW1030", d.Id));
        Assert.False(File.Exists(request.OutputPath));
    }

    [Fact]
    public void An_earlier_patch_of_another_format_is_refused()
    {
        var added = Weave("3", "public class C { public C() { N = 2; } public int N; public string Say() => new Added().Say(); } public class Added { public string Say() => \"added\"; }");
        var earlier = MakePatch(added, []);
        var other = _directory.File("other.hotpatch");
        File.WriteAllBytes(other, PatchWithFormat(File.ReadAllBytes(earlier)));
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = _deployed, NewPath = added, EarlierPatches = [other] });
        Assert.Equal("HW1030", Assert.Single(result.Diagnostics, static d => d.Severity == DiagnosticSeverity.Error).Id);
    }

    [Fact]
    public void Inspecting_one_says_so()
    {
        var result = AssemblyInspector.Inspect(SetFormat(_deployed), []);
        Assert.Equal(InspectOutcome.Failed, result.Outcome);
        Assert.Equal("HW1030", Assert.Single(result.Diagnostics).Id);
    }

    [Fact]
    public void A_patch_of_this_format_is_made() => Assert.True(File.Exists(MakePatch(_new, [])));

    private string MakePatch(string @new, IReadOnlyList<string> earlier)
    {
        var output = _directory.File(Path.GetRandomFileName() + ".hotpatch");
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = _deployed, NewPath = @new, OutputPath = output, EarlierPatches = earlier });
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        return output;
    }

    private string Weave(string name, string source) =>
        Weaving.All(Compiler.CSharp(_directory.Sub("plain" + name), "C", source, Configuration.Release), _directory.Sub(name));

    private string SetFormat(string woven)
    {
        var other = _directory.Sub(Path.GetRandomFileName()).File(Path.GetFileName(woven));
        File.WriteAllBytes(other, WithFormat(File.ReadAllBytes(woven)));
        return other;
    }

    private static byte[] WithFormat(byte[] assembly)
    {
        using var module = ModuleDefinition.ReadModule(new MemoryStream(assembly));
        var mark = module.Assembly.CustomAttributes.Single(static a => a.AttributeType.Name == "BaselineAttribute");
        mark.ConstructorArguments[1] = new CustomAttributeArgument(module.TypeSystem.Int32, OtherFormat);
        var written = new MemoryStream();
        module.Write(written);
        return written.ToArray();
    }

    private static byte[] PatchWithFormat(byte[] patch)
    {
        var file = PatchFile.Read(patch);
        return PatchFile.Make(file.Manifest, WithFormat(file.Assembly), file.Symbols, file.Earlier, file.Dependencies).Bytes;
    }
}
