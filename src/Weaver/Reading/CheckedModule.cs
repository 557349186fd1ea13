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
