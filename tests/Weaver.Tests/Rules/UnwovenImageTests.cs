using HotWeave.Weaver.Model;
using HotWeave.Weaver.Normalising.Unweaving;
using HotWeave.Weaver.Reading.Patching;
using HotWeave.Weaver.Tests.Harness;
using Mono.Cecil;
using Xunit;

namespace HotWeave.Weaver.Tests.Rules;

/// <summary>Weaving is taken out of bytes where it stands as weaving writes it; patches would be right without, and slow.</summary>
public sealed class UnwovenImageTests
{
    [Theory]
    [InlineData("Units")]
    [InlineData("AsyncMethods")]
    public void A_woven_file_is_unwoven_in_its_bytes(string name)
    {
        using var swap = new SwapCase(name, Configuration.Release, SmallMethods.Accessors);
        var image = UnwovenImage.TakeOutOf(File.ReadAllBytes(swap.Woven1));
        Assert.NotNull(image);
        Assert.NotEmpty(image.Exports);
        using var module = ModuleDefinition.ReadModule(new MemoryStream(image.Image.Bytes));
        foreach (var row in image.Exports)
            Assert.Null(StubPattern.Read((MethodDefinition)module.LookupToken(new MetadataToken(TokenType.Method, row))));
    }

    [Fact]
    public void A_file_that_is_not_woven_is_left_alone() =>
        Assert.Null(UnwovenImage.TakeOutOf(File.ReadAllBytes(typeof(UnwovenImageTests).Assembly.Location)));
}
