using System.Reflection.Metadata.Ecma335;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Bounds;

/// <summary>Damaged symbols are left out with a warning, wherever the damage shows; what is made is the same without them.</summary>
public sealed class SymbolBoundsTests : IDisposable
{
    private const string Source = """
        using System; using System.Threading.Tasks;
        public class C
        {
            public virtual int M(int n) { const string Text = "text"; const int Seven = 7; var m = n + Seven; var k = m * TWO; Func<int> f = () => m + k; return f() + Text.Length; }
            public virtual async Task<int> A(int n) { await Task.Yield(); return n + TWO; }
        }
        """;

    private static readonly Dictionary<string, Action<DamagedImage>> s_damages = new(StringComparer.Ordinal)
    {
        ["too short"] = static i => Array.Clear(i.Bytes, 40, i.Bytes.Length - 40),
        ["a document that is not there"] = static i => i.Put(i.Row(TableIndex.MethodDebugInformation, 1), 0x77, 0),
        ["more rows than there can be"] = static i => i.Put(i.Metadata + i.Reader.GetTableMetadataOffset(TableIndex.Document) - 1, 0x40),
        ["a document that no system can have"] = static i => i.Put(i.Find("case"u8.ToArray()), 0),
        ["no document"] = static i => i.Put(i.Row(TableIndex.MethodDebugInformation, 1), 0, 0),
        ["a variable that is not there"] = static i => i.Put(i.Row(TableIndex.LocalVariable, 1) + 2, 0x70, 0),
        ["variables out of order"] = static i => i.Put(i.Row(TableIndex.LocalScope, 2) + 4, 0, 0),
        ["a constant of an unknown type"] = static i => i.Put(i.Blob(i.Reader.GetLocalConstant(MetadataTokens.LocalConstantHandle(1)).Signature), 0x43),
        ["imports of an unknown kind"] = static i => i.Put(i.Blob(i.Reader.GetImportScope(MetadataTokens.ImportScopeHandle(2)).ImportsBlob), 0x7F),
        ["a scope within itself"] = static i => i.Put(i.Row(TableIndex.ImportScope, 2), 2, 0),
        ["a step that is no instruction"] = static i => i.Put(i.AsyncInformation() + 4, 0x77, 0x77),
    };

    private readonly TestDirectory _directory = new();

    public static TheoryData<string> Damages => [.. s_damages.Keys];

    // Weaving keeps what symbols say of variables, whatever it is.
    public static TheoryData<string> DamagesInWeaving => [.. s_damages.Keys.Where(static d => d != "a variable that is not there")];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(DamagesInWeaving))]
    public void HW1023_in_weaving(string damage)
    {
        var path = Compile("first", 2);
        Damage(path, damage);

        var result = AssemblyWeaver.Weave(new WeaveRequest { InputPath = path, OutputPath = _directory.File("out.dll"), Selection = new WeaveSelection { All = true } });

        Assert.Equal(WeaveOutcome.Woven, result.Outcome);
        Assert.Equal("HW1023", Assert.Single(result.Diagnostics, static d => d.Id is "HW1021" or "HW1022" or "HW1023").Id);
        Assert.False(File.Exists(_directory.File("out.pdb")));
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public void HW1023_in_making_a_patch(string damage)
    {
        var path = Compile("first", 2);
        var woven = _directory.File("C.dll");
        Assert.Equal(WeaveOutcome.Woven, AssemblyWeaver.Weave(new WeaveRequest { InputPath = path, OutputPath = woven, Selection = new WeaveSelection { All = true } }).Outcome);
        var next = Compile("second", 3);
        foreach (var damaged in new[] { woven, next })
        {
            var pdb = Path.ChangeExtension(damaged, ".pdb");
            var whole = File.ReadAllBytes(pdb);
            Damage(damaged, damage);

            var result = PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = next, OutputPath = _directory.File("out.hotpatch") });

            Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics.Select(static d => d.Message)));
            // Of the deployed build, only what is used is looked at.
            if (damaged == next)
                Assert.Contains(result.Diagnostics, static d => d.Id == "HW1023");
            File.WriteAllBytes(pdb, whole);
        }
    }

    private string Compile(string folder, int two) => Compiler.CSharp(_directory.Sub(folder), "C", Source.Replace("TWO", $"{two}", StringComparison.Ordinal), Configuration.Debug);

    private static void Damage(string path, string damage)
    {
        var pdb = Path.ChangeExtension(path, ".pdb");
        var whole = File.ReadAllBytes(pdb);
        var image = new DamagedImage(whole);
        s_damages[damage](image);
        Assert.False(whole.AsSpan().SequenceEqual(image.Bytes), "nothing is damaged");
        File.WriteAllBytes(pdb, image.Bytes);
    }
}
