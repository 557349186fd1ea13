using System.Reflection;
using System.Security.Cryptography;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Tests.Harness;
using Mono.Cecil;
using Xunit;
using Symbols = HotWeave.Weaver.Tests.Harness.Symbols;

namespace HotWeave.Weaver.Tests;

/// <summary>The woven assembly's identity: same input, same bytes; woven once; name, version and key as before.</summary>
public sealed class IdentityTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(Symbols.Portable)]
    [InlineData(Symbols.Embedded)]
    [InlineData(Symbols.None)]
    public void The_same_input_gives_the_same_bytes_wherever_it_lies(Symbols symbols)
    {
        string[] outputs = [.. new[] { "first", "second/deeper" }.Select(place =>
        {
            var plain = Compiler.CSharp(_directory.Sub(place), "Basics", CaseText.Source("Basics.cs"), Configuration.Release, symbols);
            return Weaving.All(plain, _directory.Sub(place + "-woven"));
        })];
        AssertSameFile(outputs[0], outputs[1]);
        if (symbols == Symbols.Portable)
            AssertSameFile(Path.ChangeExtension(outputs[0], ".pdb"), Path.ChangeExtension(outputs[1], ".pdb"));
        Assert.NotEqual(Mvid(Path.Combine(_directory.Path, "first", "Basics.dll")), Mvid(outputs[0]));
    }

    [Fact]
    public void Weaving_twice_is_weaving_once()
    {
        var plain = Compile();
        var once = Weaving.All(plain, _directory.Sub("once"));
        var result = AssemblyWeaver.Weave(new WeaveRequest { InputPath = once, OutputPath = _directory.Sub("twice").File("Basics.dll"), Selection = new WeaveSelection { All = true } });
        Assert.Equal(WeaveOutcome.AlreadyWoven, result.Outcome);
        AssertSameFile(once, _directory.File("twice/Basics.dll"));
        AssertSameFile(Path.ChangeExtension(once, ".pdb"), _directory.File("twice/Basics.pdb"));
    }

    [Fact]
    public void An_assembly_can_be_woven_in_place()
    {
        var apart = Weaving.All(Compile(), _directory.Sub("apart"));
        var inPlace = Compile();
        Weaving.All(inPlace, _directory);
        AssertSameFile(apart, inPlace);
        AssertSameFile(Path.ChangeExtension(apart, ".pdb"), Path.ChangeExtension(inPlace, ".pdb"));
        Assert.Equal(2, Directory.GetFiles(_directory.Path).Length);
    }

    [Fact]
    public void Nothing_selected_changes_nothing()
    {
        var plain = Compile();
        var result = AssemblyWeaver.Weave(new WeaveRequest { InputPath = plain, OutputPath = _directory.Sub("copy").File("Basics.dll") });
        Assert.Equal(WeaveOutcome.NothingSelected, result.Outcome);
        AssertSameFile(plain, _directory.File("copy/Basics.dll"));
    }

    [Fact]
    public void A_dry_run_writes_nothing()
    {
        var plain = Compile();
        var result = AssemblyWeaver.Weave(new WeaveRequest { InputPath = plain, OutputPath = _directory.File("dry.dll"), Selection = new WeaveSelection { All = true }, DryRun = true });
        Assert.Equal(WeaveOutcome.Planned, result.Outcome);
        Assert.True(result.Exports > 0);
        Assert.False(File.Exists(_directory.File("dry.dll")));
    }

    [Fact]
    public void The_baseline_id_names_input_and_settings()
    {
        var plain = Compile();
        var accessors = BaselineOf(Weaving.All(plain, _directory.Sub("accessors")));
        var leave = BaselineOf(Weaving.All(plain, _directory.Sub("leave"), SmallMethods.Leave));
        var export = BaselineOf(Weaving.All(plain, _directory.Sub("export"), SmallMethods.Export));
        Assert.Matches("^[0-9a-f]{64}$", leave.Id);
        Assert.Equal(BaselineMark.CurrentFormat, leave.Format);
        Assert.Equal("all;small=leave", leave.Settings);
        Assert.Equal("all;small=export", export.Settings);
        Assert.Equal("all;small=accessors", accessors.Settings);
        Assert.Equal(3, new[] { accessors.Id, leave.Id, export.Id }.Distinct().Count());
        var expected = SHA256.HashData([.. File.ReadAllBytes(plain), .. System.Text.Encoding.UTF8.GetBytes($"\n{BaselineMark.CurrentFormat}\nall;small=leave")]);
        Assert.Equal(Convert.ToHexString(expected).ToLowerInvariant(), leave.Id);
    }

    [Fact]
    public void A_strong_name_is_signed_again_with_the_key_and_keeps_its_public_key_without()
    {
        using var rsa = new RSACryptoServiceProvider(2048);
        var keyPath = _directory.File("key.snk");
        File.WriteAllBytes(keyPath, rsa.ExportCspBlob(includePrivateParameters: true));
        var plain = Compile();
        using (var module = ModuleDefinition.ReadModule(plain, new ReaderParameters { InMemory = true }))
            module.Write(plain, new WriterParameters { StrongNameKeyBlob = File.ReadAllBytes(keyPath) });

        var request = new WeaveRequest { InputPath = plain, OutputPath = _directory.Sub("signed").File("Basics.dll"), Selection = new WeaveSelection { All = true } };
        Assert.Equal(WeaveOutcome.Woven, AssemblyWeaver.Weave(request with { StrongNameKeyPath = keyPath }).Outcome);
        Assert.Equal(WeaveOutcome.Woven, AssemblyWeaver.Weave(request with { OutputPath = _directory.Sub("unsigned").File("Basics.dll") }).Outcome);

        var token = AssemblyName.GetAssemblyName(plain).GetPublicKeyToken();
        Assert.NotEmpty(token!);
        foreach (var (name, signed) in new[] { ("signed", true), ("unsigned", false) })
        {
            using var module = ModuleDefinition.ReadModule(_directory.File(name + "/Basics.dll"), new ReaderParameters { InMemory = true });
            Assert.Equal(token, module.Assembly.Name.PublicKeyToken);
            Assert.Equal(signed, (module.Attributes & ModuleAttributes.StrongNameSigned) != 0);
        }

        // What is signed once more, after its bytes were changed, is signed alike.
        var bytes = File.ReadAllBytes(_directory.File("signed/Basics.dll"));
        var renewed = (byte[])bytes.Clone();
        Writing.StrongNameSignature.Renew(renewed, File.ReadAllBytes(keyPath));
        Assert.Equal(bytes, renewed);
        renewed[^1] ^= 1;
        Writing.StrongNameSignature.Renew(renewed, File.ReadAllBytes(keyPath));
        Assert.NotEqual(bytes[..^1], renewed[..^1]);
    }

    [Fact]
    public void Woven_code_refers_to_what_its_target_refers_to_and_the_runtime()
    {
        var plain = Compiler.CSharp(_directory, "Lone", "public class C { public virtual int M(int n) => Two(n); public int Two(int n) { for (var i = 0; i < 9; i++) n += i; return n; } }", Configuration.Release);
        using var module = ModuleDefinition.ReadModule(Weaving.All(plain, _directory.Sub("woven")), new ReaderParameters { InMemory = true });
        Assert.Equal(["System.Runtime", "HotWeave.Runtime"], module.AssemblyReferences.Select(r => r.Name));
    }

    private static Guid Mvid(string path)
    {
        using var module = ModuleDefinition.ReadModule(path, new ReaderParameters { InMemory = true });
        return module.Mvid;
    }

    private static HotWeave.Runtime.BaselineAttribute BaselineOf(string path) =>
        Loaded.From(path).Assembly.GetCustomAttribute<HotWeave.Runtime.BaselineAttribute>()!;

    private static void AssertSameFile(string expected, string actual) =>
        Assert.True(File.ReadAllBytes(expected).AsSpan().SequenceEqual(File.ReadAllBytes(actual)), $"{expected} and {actual} differ");

    private string Compile() => Compiler.CSharp(_directory, "Basics", CaseText.Source("Basics.cs"), Configuration.Release);
}
