using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Reading.Bounds;

/// <summary>
/// Looks at an assembly's bytes before any reader makes objects for them: what it counts is there, what it names is there, nesting has an
/// end. Readers trust these numbers; one changed byte makes them take all memory of a machine. What gets through can still be nonsense,
/// which later rules find.
/// </summary>
internal static class ImageBounds
{
    /// <summary>Checks all of an image.</summary>
    /// <exception cref="BadImageFormatException">A number in it leads out of it.</exception>
    public static void Check(byte[] image) => Check(image, hasBodies: true);

    /// <summary>Checks an image whose bodies nobody will read.</summary>
    /// <exception cref="BadImageFormatException">A number in it leads out of it.</exception>
    public static void CheckMetadata(byte[] image) => Check(image, hasBodies: false);

    private static void Check(byte[] image, bool hasBodies)
    {
        try
        {
            var headers = new HeaderBounds(image);
            var root = headers.Check();
            var bounds = new TableBounds(image, root);
            var tables = bounds.Check();
            MemberOwners.Check(tables);
            new BlobBounds(image, root, tables).Check();
            MetadataCycles.Refuse(image, root.Start);
            headers.CheckData(tables);
            if (hasBodies)
                new BodyBounds(image, root, bounds, headers.Sections).Check();
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException or IndexOutOfRangeException)
        {
            // How the raw readers say that an offset leads out of the file.
            throw new BadImageFormatException("an offset in it leads out of it", e);
        }
    }
}
