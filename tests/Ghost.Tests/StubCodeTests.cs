using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using HotWeave.Ghost.Bodies;

namespace HotWeave.Ghost.Tests;

/// <summary>Bodies with stubs, made of every body of real libraries: the stub, then the very instructions, with the handlers moved along.</summary>
public class StubCodeTests
{
    public static TheoryData<string> Libraries() => new(
        typeof(Mono.Cecil.ModuleDefinition).Assembly.Location, typeof(System.Text.Json.JsonSerializer).Assembly.Location);

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_body_follows_its_stub(string library)
    {
        using var image = new PEReader(File.OpenRead(library));
        var reader = image.GetMetadataReader();
        var (count, handlers) = (0, 0);
        foreach (var method in reader.MethodDefinitions.Select(reader.GetMethodDefinition).Where(static m => m.RelativeVirtualAddress != 0))
        {
            var was = image.GetMethodBody(method.RelativeVirtualAddress);
            var live = image.GetSectionData(method.RelativeVirtualAddress).GetContent(0, was.Size).AsSpan();
            var stub = new StubCode(0x04000123, 0x06000456, count % 300, count % 2 == 0, count % 3 == 0);
            Check(stub, was, live);
            count++;
            handlers += was.ExceptionRegions.Length;
        }

        Assert.True(count > 500 && handlers > 20, $"{count} bodies, {handlers} handlers");
    }

    [Fact]
    public void What_is_no_body_is_not_measured()
    {
        var stub = new StubCode(1, 2, 0, false, false);
        Assert.Equal(-1, stub.Measure([]));
        Assert.Equal(-1, stub.Measure([0x02]));
        Assert.Equal(-1, stub.Measure([0x0A, 0x2A]));
        Assert.Equal(-1, stub.Measure([0x13, 0x30, 1, 0]));
        Assert.Equal(-1, stub.Measure([0x13, 0x30, 1, 0, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0x2A]));
        // Handlers are announced and not there.
        Assert.Equal(-1, stub.Measure([0x1B, 0x30, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x2A]));
        Assert.Equal(-1, stub.Measure([0x1B, 0x30, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x2A, 0, 0, 0, 0x01, 16, 0, 0]));
    }

    private static unsafe void Check(StubCode stub, MethodBodyBlock was, ReadOnlySpan<byte> live)
    {
        var size = stub.Measure(live);
        Assert.True(size > 0);
        var bytes = new byte[size];
        stub.Write(live, bytes);
        fixed (byte* at = bytes)
        {
            var has = MethodBodyBlock.Create(new BlobReader(at, size));
            Assert.Equal(size, has.Size);
            Assert.Equal(was.GetILBytes(), has.GetILBytes()![stub.Size..]);
            Assert.Equal(was.LocalSignature, has.LocalSignature);
            Assert.Equal(was.LocalVariablesInitialized, has.LocalVariablesInitialized);
            Assert.True(has.MaxStack >= was.MaxStack && has.MaxStack >= stub.Arguments + 1);
            Assert.Equal(
                was.ExceptionRegions.Select(r => (r.Kind, r.TryOffset + stub.Size, r.TryLength, r.HandlerOffset + stub.Size, r.HandlerLength, r.FilterOffset < 0 ? -1 : r.FilterOffset + stub.Size, r.CatchType)),
                has.ExceptionRegions.Select(static r => (r.Kind, r.TryOffset, r.TryLength, r.HandlerOffset, r.HandlerLength, r.FilterOffset, r.CatchType)));
            CheckStub(stub, has.GetILBytes()!);
        }
    }

    // volatile. ldsfld; dup; brfalse none; …; ret; none: pop
    private static void CheckStub(StubCode stub, byte[] code)
    {
        Assert.Equal([0xFE, 0x13, 0x7E, 0x23, 0x01, 0x00, 0x04, 0x25, 0x39], code[..9]);
        var none = 13 + BitConverter.ToInt32(code, 9);
        Assert.Equal(stub.Size - 1, none);
        Assert.Equal([0x2A, 0x26], code[(none - 1)..(none + 1)]);
        Assert.Equal(stub.IsConstructor ? [0x39, 2, 0, 0, 0] : new byte[] { 0x6F, 0x56, 0x04, 0x00, 0x06 }, code[(none - 6)..(none - 1)]);
    }
}
