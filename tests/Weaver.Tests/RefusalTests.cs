using System.Security.Cryptography;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using HotWeave.Weaver.Writing;
using Mono.Cecil;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>What cannot be woven is refused with a code, and no file is touched.</summary>
public sealed class RefusalTests : IDisposable
{
    private const string Source = "public class C { public virtual int M(int n) { System.Func<int> f = () => n; return f(); } }";

    private readonly TestDirectory _directory = new();
    private readonly TestDirectory _output;

    public RefusalTests() => _output = _directory.Sub("output");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_missing_file() => AssertRefused("HW1001", _directory.File("nowhere.dll"));

    [Fact]
    public void A_directory() => AssertRefused("HW1002", _directory.Path);

    [Theory]
    [InlineData("")]
    [InlineData("MZ")]
    [InlineData("This is a text file of some length, and surely not an assembly, whatever its name says it was. It even goes on for a while, past the first headers.")]
    public void Something_else(string content) => AssertRefused("HW1003", Write(System.Text.Encoding.ASCII.GetBytes(content)));

    [Fact]
    public void Native_code_only() => AssertRefused("HW1004", Patched(image => BitConverter.GetBytes(0).CopyTo(image, CliDirectory(image))));

    [Fact]
    public void Mixed_mode() => AssertRefused("HW1005", Patched(image => image[CliHeader(image) + 16] &= 0xFE));

    [Fact]
    public void A_reference_assembly() =>
        AssertRefused("HW1006", Compile("[assembly: System.Runtime.CompilerServices.ReferenceAssembly]" + Source));

    [Fact]
    public void A_component_of_a_composite_image()
    {
        var path = ReadyToRun();
        var image = File.ReadAllBytes(path);
        var native = Offset(image, BitConverter.ToInt32(image, CliHeader(image) + 64));
        image[native + 8] |= 0x20;
        AssertRefused("HW1011", Write(image));
    }

    [Fact]
    public void A_module_without_manifest()
    {
        var path = _directory.File("part.netmodule");
        using (var module = ModuleDefinition.CreateModule("part", ModuleKind.NetModule))
            module.Write(path);
        AssertRefused("HW1010", path);
    }

    [Fact]
    public void HotWeave_itself() => AssertRefused("HW1012", typeof(SwappableAttribute).Assembly.Location);

    [Fact]
    public void An_assembly_that_needs_a_missing_reference()
    {
        var library = Compiler.CSharp(_directory.Sub("library"), "Library", "public enum Level { Low = 3 }", Configuration.Release);
        var path = Compiler.CSharp(_directory, "User", "public class C { public const Level Default = Level.Low; public virtual Level M() => Default; }", Configuration.Release, references: library);
        var message = AssertRefused("HW1008", path);
        Assert.Contains("Library", message.Message, StringComparison.Ordinal);

        foreach (var reference in new[] { library, Path.GetDirectoryName(library)! })
            Assert.Equal(WeaveOutcome.Woven, Weave(path, r => r with { References = [reference] }).Outcome);
    }

    [Theory]
    [InlineData("public class C : Base { public override string ToString() => base.ToString() + System.Environment.TickCount; }")]
    [InlineData("public class C { public virtual object M(Pair p) { System.Func<Pair> f = () => p; return f(); } }")]
    [InlineData("public class C<T> where T : Base { public virtual T? M<U>(U u, Pair[] p) where U : Base => (object)u as T; }")]
    [InlineData("[Mark(Level.Low)] public class C { [Mark(Level.Low)] public virtual object M([Mark(Level.Low)] int n) => typeof(Pair).ToString() + n; }")]
    [InlineData("public class C { public virtual int M() { Base.Made += n => { }; return new Pair { First = 1 }.First + Base.Of<Pair>().First; } }")]
    [InlineData("public struct C : IThing { public Level Level; public async System.Threading.Tasks.Task<Pair> Do(Pair p) { await System.Threading.Tasks.Task.Yield(); return p; } }")]
    public void A_missing_reference_is_not_needed_or_named(string source)
    {
        const string Library = """
            public enum Level { Low = 3 }
            public struct Pair { public int First; }
            public class Base { public static event System.Action<int> Made; public static T Of<T>() => default!; public override string ToString() => ""; }
            public interface IThing { System.Threading.Tasks.Task<Pair> Do(Pair p); }
            public sealed class MarkAttribute : System.Attribute { public MarkAttribute(Level level) { } }
            """;
        var library = Compiler.CSharp(_directory.Sub("library"), "Library", Library, Configuration.Release);
        var path = Compiler.CSharp(_directory, "User", source, Configuration.Release, references: library);
        var result = Weave(path);
        if (result.Outcome == WeaveOutcome.Failed)
        {
            var error = Assert.Single(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
            Assert.Equal("HW1008", error.Id);
            Assert.Contains("Library", error.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(_output.File("User.dll")));
        }

        var baseline = Weaving.All(path, _directory.Sub("woven"), references: library);
        var changed = Compiler.CSharp(_directory.Sub("new"), "User", source.Replace("public class C", "public class D { public virtual int M(int n) { System.Func<int> f = () => n; return f(); } } public class C", StringComparison.Ordinal), Configuration.Release, references: library);
        var patch = PatchMaker.Make(new PatchRequest { BaselinePath = baseline, NewPath = changed, OutputPath = _output.File("a.hotpatch") });
        Assert.True(patch.Outcome != PatchOutcome.Failed || patch.Diagnostics.All(d => d.Severity != DiagnosticSeverity.Error || d.Id is "HW1008" or "HW3507"), string.Join("\n", patch.Diagnostics));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_full_disk_leaves_every_file_as_it_was(int filesThatFit)
    {
        var (symbols, assembly) = (_output.File("C.pdb"), _output.File("C.dll"));
        File.WriteAllText(symbols, "old symbols");
        File.WriteAllText(assembly, "old assembly");
        var before = Files();
        var written = 0;
        var files = new FileSet((path, content) =>
        {
            var fits = written++ < filesThatFit;
            File.WriteAllBytes(path, fits ? content : content[..(content.Length / 2)]);
            if (!fits)
                throw new IOException("No space left on device");
        });
        files.Add(symbols, new byte[100]);
        files.Add(assembly, new byte[100]);
        Assert.Throws<IOException>(files.Write);
        Assert.Equal(filesThatFit + 1, written);
        Assert.Equal(before, Files());
    }

    [Fact]
    public void A_woven_assembly_with_other_settings()
    {
        var woven = Weaving.All(Compile(Source), _directory.Sub("woven"));
        var message = AssertRefused("HW1009", woven, r => r with { SmallMethods = SmallMethods.Export });
        Assert.Contains("all;small=accessors", message.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_cannot_be_written()
    {
        var input = Compile(Source);
        AssertAdvice("make the folder " + _directory.File("nowhere/there") + ",", _directory.File("nowhere/there/C.dll"));
        AssertAdvice(input + " is a file, not a folder", Path.Combine(input, "there", "C.dll"));
        AssertAdvice("it is a folder", _output.Sub("folder.dll").Path);
        Directory.CreateDirectory(_output.File("C.pdb"));
        AssertAdvice("check permissions", _output.File("C.dll"));
        Assert.False(Directory.Exists(_directory.File("nowhere")));

        void AssertAdvice(string advice, string output) =>
            Assert.Contains(advice, AssertRefused("HW5001", input, r => r with { OutputPath = output }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_does_not_fit()
    {
        using var rsa = new RSACryptoServiceProvider(2048);
        var key = _directory.File("key.snk");
        File.WriteAllBytes(key, rsa.ExportCspBlob(includePrivateParameters: true));
        var garbage = Write([1, 2, 3], "garbage.snk");
        var publicOnly = Write(rsa.ExportCspBlob(includePrivateParameters: false), "public.snk");
        var input = Compile(Source);
        AssertRefused("HW5002", input, r => r with { StrongNameKeyPath = _directory.File("none.snk") });
        AssertRefused("HW5003", input, r => r with { StrongNameKeyPath = garbage });
        AssertRefused("HW5003", input, r => r with { StrongNameKeyPath = publicOnly });
        AssertRefused("HW5004", input, r => r with { StrongNameKeyPath = key });
    }

    [Fact]
    public void Truncated_files()
    {
        var image = File.ReadAllBytes(Compile(Source));
        for (var length = 0; length < image.Length; length += 41)
            AssertRefused(length < 512 ? null : "HW1007", Write(image[..length]));
    }

    [Fact]
    public void Damaged_files_are_refused_or_woven_and_nothing_else()
    {
        var image = File.ReadAllBytes(Compile(CaseText.Source("Basics.cs")));
        var random = new Random(20240229);
        int refused = 0, woven = 0;
        for (var round = 0; round < 400; round++)
        {
            var damaged = (byte[])image.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            var result = Weave(Write(damaged));
            if (result.Outcome == WeaveOutcome.Failed)
            {
                Assert.Contains(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
                refused++;
            }
            else
            {
                woven++;
            }
        }

        Assert.True(refused > 25 && woven > 25, $"{refused} refused, {woven} woven");
    }

    [Fact]
    public void Unusable_symbols_are_left_out_with_a_warning()
    {
        var path = Compile(Source);
        var pdb = Path.ChangeExtension(path, ".pdb");
        var other = File.ReadAllBytes(Path.ChangeExtension(Compiler.CSharp(_directory.Sub("other"), "Other", Source, Configuration.Debug), ".pdb"));
        foreach (var (content, id) in new[] { ("Microsoft C/C++ MSF 7.00"u8.ToArray(), "HW1021"), (other, "HW1022"), (File.ReadAllBytes(pdb)[..40], "HW1023") })
        {
            File.WriteAllBytes(pdb, content);
            var result = Weave(path);
            Assert.Equal(WeaveOutcome.Woven, result.Outcome);
            Assert.Equal([id], result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning).Select(d => d.Id));
            Assert.False(File.Exists(_output.File("C.pdb")));
        }
    }

    [Fact]
    public void Precompiled_code_is_dropped_with_a_warning()
    {
        var result = Weave(ReadyToRun());
        Assert.Equal(WeaveOutcome.Woven, result.Outcome);
        Assert.Contains(result.Diagnostics, d => d.Id == "HW1020");
        using var module = ModuleDefinition.ReadModule(_output.File("System.Collections.Concurrent.dll"));
        Assert.Equal(ModuleAttributes.ILOnly, module.Attributes & (ModuleAttributes.ILOnly | ModuleAttributes.ILLibrary));
        Assert.Equal(TargetArchitecture.I386, module.Architecture);

        // Nothing is dropped where files are only compared.
        var compared = PatchMaker.Make(new PatchRequest { BaselinePath = _output.File("System.Collections.Concurrent.dll"), NewPath = ReadyToRun() });
        Assert.Equal(PatchOutcome.NoChanges, compared.Outcome);
        Assert.DoesNotContain(compared.Diagnostics, d => d.Id == "HW1020");
    }

    private static string ReadyToRun() => Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Collections.Concurrent.dll");

    private static int CliDirectory(byte[] image)
    {
        var optional = BitConverter.ToInt32(image, 0x3C) + 24;
        return optional + (BitConverter.ToUInt16(image, optional) == 0x20B ? 112 : 96) + (14 * 8);
    }

    private static int CliHeader(byte[] image) => Offset(image, BitConverter.ToInt32(image, CliDirectory(image)));

    private static int Offset(byte[] image, int address)
    {
        var pe = BitConverter.ToInt32(image, 0x3C);
        var table = pe + 24 + BitConverter.ToUInt16(image, pe + 20);
        for (var section = table; ; section += 40)
        {
            var start = BitConverter.ToInt32(image, section + 12);
            if (address >= start && address < start + BitConverter.ToInt32(image, section + 16))
                return BitConverter.ToInt32(image, section + 20) + address - start;
        }
    }

    private string Compile(string source) => Compiler.CSharp(_directory, "C", source, Configuration.Release);

    private string Patched(Action<byte[]> patch)
    {
        var image = File.ReadAllBytes(Compile(Source));
        patch(image);
        return Write(image);
    }

    private string Write(byte[] content, string name = "Written.dll")
    {
        File.WriteAllBytes(_directory.File(name), content);
        return _directory.File(name);
    }

    private WeaveResult Weave(string input, Func<WeaveRequest, WeaveRequest>? change = null)
    {
        var request = new WeaveRequest { InputPath = input, OutputPath = _output.File(Path.GetFileName(input)), Selection = new WeaveSelection { All = true } };
        return AssemblyWeaver.Weave(change is null ? request : change(request));
    }

    private Diagnostic AssertRefused(string? id, string input, Func<WeaveRequest, WeaveRequest>? change = null)
    {
        var before = Files();
        var result = Weave(input, change);
        Assert.Equal(WeaveOutcome.Failed, result.Outcome);
        var error = Assert.Single(result.Diagnostics, d => d.Severity == DiagnosticSeverity.Error);
        Assert.True(id is null || error.Id == id, error.ToString());
        Assert.Equal(before, Files());
        return error;
    }

    private List<string> Files() =>
        [.. Directory.GetFiles(_directory.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => $"{f} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}")];
}
