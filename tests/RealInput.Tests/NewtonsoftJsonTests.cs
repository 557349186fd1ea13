using System.Text;
using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Json;
using HotWeave.Weaver;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.RealInput.Tests;

/// <summary>Newtonsoft.Json, the binary of its package, woven whole: works as before, and is patched while it works.</summary>
public sealed class NewtonsoftJsonTests : IDisposable
{
    private const int Orders = 5_000;

    private readonly ScratchDirectory _scratch = new();

    [Theory]
    [InlineData(SmallMethods.Leave)]
    [InlineData(SmallMethods.Export)]
    public void Every_method_compiles(SmallMethods smallMethods)
    {
        var (compiled, failures) = JitSweep.Run(Woven("woven", smallMethods).Assembly);
        Assert.True(compiled > 4_000, $"{compiled} methods were compiled");
        Assert.Empty(failures);
    }

    [Theory]
    [InlineData(SmallMethods.Leave)]
    [InlineData(SmallMethods.Export)]
    public void Works_on_a_large_document_as_the_unwoven_one(SmallMethods smallMethods)
    {
        var document = Document.Orders(Orders);
        Assert.InRange(document.Length, 2_500_000, 20_000_000);
        var expected = Plain().Run(document);
        Assert.True(expected.Length > 2 * document.Length);
        AssertSame(expected, Woven("woven", smallMethods).Run(document));
    }

    [Theory]
    [InlineData(SmallMethods.Leave)]
    [InlineData(SmallMethods.Export)]
    public async Task Takes_a_rebuilt_body_while_it_works_and_gives_it_back(SmallMethods smallMethods)
    {
        var document = Document.Orders(200);
        var plain = Plain();
        var rebuilt = new JsonVariant("rebuilt", _scratch, Rebuilt.WithSpacedBooleans);
        var (before, after) = (plain.Run(document), rebuilt.Run(document));
        Assert.NotEqual(before, after);
        var live = Woven("woven", smallMethods);
        var patch = Builds.Patch(live.Path, rebuilt.Path, _scratch.File("booleans.hotpatch"));

        using var load = new Load(() => live.RoundTrip(document), plain.RoundTrip(document).SequenceEqual);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(plain.Small(), live.Small());
            AssertSame(before, live.Run(document));
            var applied = await HotSwap.ApplyAsync(patch, live.Options);
            Assert.NotEmpty(applied.Types);
            Assert.Equal(rebuilt.Small(), live.Small());
            AssertSame(after, live.Run(document));
            await load.Next();
            await HotSwap.RollbackAsync(applied.From);
            await load.Next();
        }

        await load.Stop();
        AssertSame(before, live.Run(document));
    }

    [Theory]
    [InlineData(SmallMethods.Leave)]
    [InlineData(SmallMethods.Export)]
    public async Task Takes_a_patch_of_all_its_methods(SmallMethods smallMethods)
    {
        var document = Document.Orders(200);
        var expected = Plain().Run(document);
        var rebuilt = new JsonVariant("rebuilt", _scratch, Rebuilt.Everywhere);
        AssertSame(expected, rebuilt.Run(document));
        var live = Woven("woven", smallMethods);
        AssertSame(expected, live.Run(document));
        var patch = Builds.Patch(live.Path, rebuilt.Path, _scratch.File("all.hotpatch"));

        using var load = new Load(() => live.Run(document), expected.SequenceEqual);
        var applied = await HotSwap.ApplyAsync(patch, live.Options);
        Assert.True(applied.Types.Count > 100, $"{applied.Types.Count} types were replaced");
        AssertSame(expected, live.Run(document));
        await load.Next();
        await HotSwap.RollbackAsync(applied.From);
        await load.Stop();
        AssertSame(expected, live.Run(document));
    }

    public void Dispose() => _scratch.Dispose();

    private JsonVariant Plain() => new("plain", _scratch, static (input, output) => File.Copy(input, output));

    private JsonVariant Woven(string name, SmallMethods smallMethods) =>
        new(name, _scratch, (input, output) => Builds.Weave(input, output, smallMethods));

    private static void AssertSame(byte[] expected, byte[] actual)
    {
        if (expected.AsSpan().SequenceEqual(actual))
            return;
        var at = expected.AsSpan().CommonPrefixLength(actual);
        Assert.Equal(Around(expected, at), Around(actual, at));
        Assert.Fail($"{expected.Length} and {actual.Length} bytes, different from {at}");
    }

    private static string Around(byte[] bytes, int at)
    {
        var begin = Math.Max(0, at - 80);
        return Encoding.UTF8.GetString(bytes, begin, Math.Min(bytes.Length - begin, 200));
    }
}
