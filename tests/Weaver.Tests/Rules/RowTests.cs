using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Rules;

/// <summary>Typed rows say of each row of a table what System.Reflection.Metadata says of it.</summary>
public sealed class RowTests
{
    private static readonly string s_own = typeof(RowTests).Assembly.Location;
    private static readonly string s_core = typeof(object).Assembly.Location;

    public static TheoryData<int> Tables => [.. RowPairs.All.Keys];

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_row_says_what_the_frameworks_reader_says(int table)
    {
        var rows = 0;
        using var directory = new TestDirectory();
        // Compilers declare for unsafe code that it asks for trust.
        var @unsafe = Compiler.CSharp(directory, "Unsafe", "public unsafe class C { public int* P; }", Configuration.Release);
        string[] images = [s_own, s_core, @unsafe];
        foreach (var file in table >= MetadataTables.Document ? [Path.ChangeExtension(s_own, ".pdb")] : images)
            rows += Compare(table, File.ReadAllBytes(file));
        Assert.True(rows > 0, $"no row of table {table:x2} was compared");
    }

    // What is compared is all that there is.
    [Fact]
    public void Every_type_of_row_is_compared()
    {
        var rows = typeof(TypeDefRow).Assembly.GetTypes()
            .Where(static t => t.Namespace == typeof(TypeDefRow).Namespace && t.Name.EndsWith("Row", StringComparison.Ordinal));
        var names = typeof(MetadataTables).GetFields().Where(static f => f.IsLiteral)
            .ToDictionary(static f => (int)f.GetRawConstantValue()!, static f => f.Name);
        Assert.Equal(rows.Select(static r => r.Name).Order(), RowPairs.All.Keys.Select(t => names[t] + "Row").Order());
    }

    private static int Compare(int table, byte[] file)
    {
        using var image = new MemoryStream(file);
        var isImage = file[0] == 'M';
        using var portable = isImage ? new PEReader(image) : null;
        using var symbols = isImage ? null : MetadataReaderProvider.FromPortablePdbStream(image);
        var theirs = portable?.GetMetadataReader() ?? symbols!.GetMetadataReader();
        var ours = new MetadataTables(file, portable?.PEHeaders.MetadataStartOffset ?? 0);
        var rows = theirs.GetTableRowCount((TableIndex)table);
        Assert.Equal(rows, ours.Rows(table));
        for (var row = 1; row <= rows; row++)
        {
            var (a, b) = RowPairs.All[table](ours, theirs, row);
            Assert.True(a == b, $"row {row} of table {table:x2}: {a}, not {b}");
        }

        return rows;
    }
}
