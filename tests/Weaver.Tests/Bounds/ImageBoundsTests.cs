using System.Reflection.Metadata.Ecma335;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Bounds;

/// <summary>Numbers of an assembly that readers make objects for are refused before any is made, by every facade that reads one.</summary>
public sealed class ImageBoundsTests : IDisposable
{
    private const string Source = """
        using System;
        public sealed class TagAttribute(int[] values) : Attribute { public int[] Values { get; } = values; }
        public class C<T>
        {
            public static int[] Primes() => [2, 3, 5, 7, 11, 13, 17, 19];
            public virtual int Switched(int n) => n switch { 0 => 5, 1 => 3, 2 => 9, 3 => 1, 4 => 7, _ => 0 };
            public virtual int Ranked(int[,] a, Tuple<int, string> t) => a[0, 0];
            public virtual T Generic<U>(T t, U u) => t;
            public virtual string Calls() { int local = Primes().Length; local += C<int>.Twice<string>(local); return local + "text"; }
            public static int Twice<V>(int n) => n * 2;
            [Tag([1, 2, 3])] public virtual event Action Happened;
        }
        """;

    private const long MostMemory = 64 << 20;

    // What is changed, of a file that is whole.
    private static readonly Dictionary<string, Action<DamagedImage>> s_damages = new(StringComparer.Ordinal)
    {
        ["more streams than there are"] = static i => i.Put(i.Find("#~"u8.ToArray()) - 10, 0, 0x45),
        ["a stream that lies outside"] = static i => i.Put(i.Find("#Strings"u8.ToArray()) - 8, 0xFF, 0xFF, 0xFF, 0x0F),
        ["a version without end"] = static i => i.Put(i.Metadata + 12, 0xFF, 0xFF, 0xFF, 0x7F),
        ["more rows than fit"] = static i => i.Put(i.Metadata + i.Reader.GetTableMetadataOffset(TableIndex.Module) - 4, 0xFF, 0xFF, 0xFF, 0),
        ["a list that ends before it begins"] = static i => i.Put(i.Row(TableIndex.TypeDef, 3) - 2, 0, 0),
        ["more rows than there can be"] = static i => i.Put(i.Metadata + i.Reader.GetTableMetadataOffset(TableIndex.Module) - 1, 0x40),
        ["members of no type"] = static i => i.Put(i.Row(TableIndex.TypeDef, 2) - 2, 3, 0),
        ["a type without a name"] = static i => i.Put(i.Row(TableIndex.TypeDef, 2) + 4, 0, 0),
        ["a reference without a name"] = static i => i.Put(i.Row(TableIndex.MemberRef, 2) + 2, 0, 0),
        ["a call of a type"] = static i => i.Put(i.FindIn(i.Code("Calls"), 0x28) + 1, 1, 0, 0, 1),
        ["a name that is not there"] = static i => i.Put(i.Row(TableIndex.TypeDef, 2) + 4, 0xFE, 0xFF),
        ["a name that is no UTF-8"] = static i => i.Put(i.Find("Switched"u8.ToArray()), 0xC3),
        ["an attribute of nothing"] = static i => i.Put(i.Row(TableIndex.CustomAttribute, 1), 0xFF, 0xFF),
        ["a base type that is not there"] = static i => i.Put(i.Row(TableIndex.TypeDef, 2) + 8, 0xFD, 0x7F),
        ["a generic instance with many arguments"] = static i => i.Put(i.Blob(i.Reader.GetMethodSpecification(MetadataTokens.MethodSpecificationHandle(1)).Signature) + 1, 0xDF),
        ["a generic parameter of a high number"] = static i => i.Put(i.Signature("Generic") + 3, 0x1E, 0xDF, 0xFF, 0xFF),
        ["more parameters than there are"] = static i => i.Put(i.Signature("Switched") + 1, 0x7F),
        ["an array of high rank"] = static i => i.Put(i.Signature("Ranked") + 5, 0xDF),
        ["more variables than there are"] = static i => i.Put(i.Variables("Calls") + 1, 0xDF),
        ["an unknown element"] = static i => i.Put(i.Signature("Switched") + 2, 0x3F),
        ["an array of an attribute without end"] = static i => i.Put(i.LastArray(), 0xFF, 0xFF, 0xFF, 0x1F),
        ["a switch with more targets than there is code"] = static i => i.Put(i.FindIn(i.Code("Switched"), 0x45) + 1, 0xFF, 0xFF, 0xFF, 0x0F),
        ["an argument that is not there"] = static i => i.Put(i.Code("Generic"), 0x05),
        ["a token that is not there"] = static i => i.Put(i.FindIn(i.Code("Calls"), 0x28) + 2, 0xFF, 0xFF),
        ["a text that is not there"] = static i => i.Put(i.FindIn(i.Code("Calls"), 0x72) + 2, 0xFF, 0xFF),
        ["a body without end"] = static i => i.Put(i.Code("Calls") - 8, 0xFF, 0xFF, 0xFF, 0x7F),
        ["data as large as a type says"] = static i => i.Put(i.Row(TableIndex.ClassLayout, 1) + 2, 0xFF, 0xFF, 0xFF, 0x1F),
        ["a type within itself"] = static i => i.Put(i.Row(TableIndex.NestedClass, 1) + 2, i.Bytes[i.Row(TableIndex.NestedClass, 1)]),
        ["debug entries without end"] = static i => i.Put(i.File!.PEHeaderStartOffset + 112 - (i.File.PEHeader!.Magic == System.Reflection.PortableExecutable.PEMagic.PE32 ? 16 : 0) + 52, 0xFF, 0xFF, 0xFF, 0x7F),
        ["a debug entry that lies outside"] = static i => i.Put(i.Place(i.File!.PEHeader!.DebugTableDirectory.RelativeVirtualAddress) + 16, 0xFF, 0xFF, 0xFF, 0x7F),
    };

    private readonly TestDirectory _directory = new();

    public static TheoryData<string> Damages => [.. s_damages.Keys];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Damages))]
    public void HW1007_a_number_that_leads_out_of_the_file(string damage)
    {
        var path = Compiler.CSharp(_directory, "C", Source, Configuration.Release);
        var whole = File.ReadAllBytes(path);
        var woven = _directory.File("woven.dll");
        Assert.Equal(WeaveOutcome.Woven, Weave(path, woven).Outcome);
        var image = new DamagedImage(whole);
        s_damages[damage](image);
        Assert.False(whole.AsSpan().SequenceEqual(image.Bytes), "nothing is damaged");
        File.WriteAllBytes(path, image.Bytes);

        AssertDamaged(() => Weave(path, _directory.File("out.dll")).Diagnostics);
        AssertDamaged(() => AssemblyInspector.Inspect(path, []).Diagnostics);
        AssertDamaged(() => PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = path }).Diagnostics);
        Assert.False(File.Exists(_directory.File("out.dll")));
    }

    [Fact]
    public void HW1007_a_damaged_reference_is_named()
    {
        var library = Compiler.CSharp(_directory, "Library", "public enum Level { Low = 3 }", Configuration.Release);
        var path = Compiler.CSharp(_directory, "User", "public class C { public const Level Default = Level.Low; public virtual Level M() => Default; }", Configuration.Release, references: library);
        var image = new DamagedImage(File.ReadAllBytes(library));
        image.Put(image.Row(TableIndex.TypeDef, 2) + 4, 0xFE, 0xFF);
        File.WriteAllBytes(library, image.Bytes);

        var message = Assert.Single(Weave(path, _directory.File("out.dll")).Diagnostics);

        Assert.Equal("HW1007", message.Id);
        Assert.Contains(library, message.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HW1002_what_has_no_end_is_not_read_to_it() =>
        Assert.Equal("HW1002", Assert.Single(Weave("/dev/zero", _directory.File("out.dll")).Diagnostics).Id);

    private static WeaveResult Weave(string path, string output) =>
        AssemblyWeaver.Weave(new WeaveRequest { InputPath = path, OutputPath = output, Selection = new WeaveSelection { All = true } });

    private static void AssertDamaged(Func<IReadOnlyList<Diagnostic>> read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var messages = read();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(messages is [{ Id: "HW1007" }], string.Join("\n", messages.Select(static m => $"{m.Id}: {m.Message}")));
        Assert.True(allocated < MostMemory, $"{allocated} bytes");
    }
}
