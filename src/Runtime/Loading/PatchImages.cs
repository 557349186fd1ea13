namespace HotWeave.Loading;

/// <summary>The images that one preparation reads, each opened once. Used by one thread.</summary>
internal sealed class PatchImages : IDisposable
{
    private readonly Dictionary<byte[], PatchImage> _images = new(ReferenceEqualityComparer.Instance);

    /// <exception cref="SwapException">HW6107: the bytes are no managed assembly.</exception>
    internal PatchImage Open(byte[] bytes)
    {
        if (!_images.TryGetValue(bytes, out var image))
            _images.Add(bytes, image = PatchImage.Open(bytes));
        return image;
    }

    public void Dispose()
    {
        foreach (var image in _images.Values)
            image.Dispose();
    }
}
