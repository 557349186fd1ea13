using HotWeave.Conformance;
using HotWeave.Runtime;

namespace HotWeave.Services.Tests.Service;

/// <summary>What a desk needs.</summary>
public interface IShelf
{
    Task<Part[]> ReadAsync();
}

/// <summary>One that works beside its caller.</summary>
[Swappable]
public sealed class Shelf : IShelf
{
    public async Task<Part[]> ReadAsync()
    {
        var before = Part.Of(nameof(Shelf));
        var beside = await Task.Run(static () => Part.Of("beside"));
        return [before, beside, Part.Of(nameof(Shelf))];
    }
}
