using HotWeave.Weaver.Reading.Bounds;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading;

/// <summary>The only way from bytes to a module: they are looked at before Cecil, which trusts them, is given any.</summary>
internal static class CheckedModule
{
    /// <summary>Reads an assembly of which nobody will read bodies.</summary>
    /// <param name="image">Its bytes.</param>
    /// <param name="file">Where they are from; what is thrown names it.</param>
    /// <param name="parameters">How to read.</param>
    /// <exception cref="BadImageFormatException">It is damaged.</exception>
    public static ModuleDefinition ReadMetadata(byte[] image, string? file = null, ReaderParameters? parameters = null)
    {
        try
        {
            ImageBounds.CheckMetadata(image);
            return ReadTrusted(image, parameters);
        }
        catch (BadImageFormatException e)
        {
            throw new BadImageFormatException(e.Message, file, e);
        }
    }

    /// <summary>Reads a file of which nobody will read bodies.</summary>
    /// <exception cref="BadImageFormatException">It is damaged.</exception>
    public static ModuleDefinition ReadMetadata(string file, ReaderParameters? parameters = null) => ReadMetadata(InputFile.ReadAllBytes(file), file, parameters);

    /// <summary>Reads one of many files of which nobody will read bodies; null where it is no assembly, damaged, or larger than any assembly.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ModuleDefinition? TryReadMetadata(string file)
    {
        // Native libraries, which are called .dll too, may be of any size.
        if (new FileInfo(file).Length > InputFile.LargestImage)
            return null;
        var image = InputFile.ReadAllBytes(file);
        if (PortableExecutableHeaders.Classify(image) is ImageKind.NotExecutable or ImageKind.Truncated or ImageKind.Native)
            return null;
        try
        {
            return ReadMetadata(image, file);
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    /// <summary>Reads an assembly that was looked at before, or that was made here.</summary>
    /// <exception cref="BadImageFormatException">It is damaged in a way that only its reader sees.</exception>
    public static ModuleDefinition ReadTrusted(byte[] image, ReaderParameters? parameters = null)
    {
        return ReadTrusted(new MemoryStream(image), parameters);
    }

    /// <summary>Reads an assembly of the shared frameworks or one that was just built, as far as it is asked for.</summary>
    /// <inheritdoc cref="ReadTrusted(byte[], ReaderParameters?)"/>
    public static ModuleDefinition ReadTrusted(Stream image, ReaderParameters? parameters = null)
    {
        try
        {
#pragma warning disable RS0030 // Banned for all others, who are to come here.
            return ModuleDefinition.ReadModule(image, parameters ?? new ReaderParameters());
#pragma warning restore RS0030
        }
        catch (Exception e) when (DamageSign.Is(e) && e is not BadImageFormatException)
        {
            throw new BadImageFormatException(e.Message, e);
        }
    }
}
