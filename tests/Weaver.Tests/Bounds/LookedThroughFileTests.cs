using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Bounds;

/// <summary>Files that are only looked through, as builds do with all that they deploy: whatever they are, they are read or passed over.</summary>
public sealed class LookedThroughFileTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_is_no_assembly_damaged_or_without_measure_is_passed_over()
    {
        var path = _directory.File("C.dll");
        var whole = File.ReadAllBytes(Compiler.CSharp(_directory, "Whole", "public class C;", Configuration.Release));
        Assert.NotNull(Read(whole));

        var damaged = new DamagedImage([.. whole]);
        damaged.Put(damaged.Row(System.Reflection.Metadata.Ecma335.TableIndex.TypeDef, 2) + 4, 0xFE, 0xFF);
        Assert.Null(Read(damaged.Bytes));
        Assert.Null(Read(whole[..(whole.Length / 2)]));
        Assert.Null(Read([]));
        Assert.Null(Read("no assembly"u8.ToArray()));

        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var giant = File.Create(path))
            giant.SetLength(InputFile.LargestImage + 1L);
        Assert.Null(CheckedModule.TryReadMetadata(path));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);

        string? Read(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            using var module = CheckedModule.TryReadMetadata(path);
            return module?.Name;
        }
    }
}
