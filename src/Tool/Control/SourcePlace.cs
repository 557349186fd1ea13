using System.Collections.Immutable;
using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Bundles;
using HotWeave.Tool.Files;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Control;

/// <summary>Says where in the source a thread is, by the symbols that lie beside the assembly or in it.</summary>
internal static class SourcePlace
{
    private const int Hidden = 0xFEEFEE;

    /// <summary>An activation in words, with file and line where there are symbols of the very assembly.</summary>
    public static string Describe(ProcessFacts process, OldActivation activation)
    {
        var place = activation.Offset < 0 ? null : Find(process, activation);
        return place is null ? activation.Method : $"{activation.Method} ({place})";
    }

    private static string? Find(ProcessFacts process, OldActivation activation)
    {
        try
        {
            using var image = Open(process, activation.File, out var path);
            return image is not null && image.TryOpenAssociatedPortablePdb(path, OpenSymbols, out var provider, out _) && provider is not null
                ? Find(provider, activation)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidDataException)
        {
            // No line to tell, of a file that was replaced or removed; the method is known all the same.
            return null;
        }
    }

    // The assembly of a single-file executable has a name and no folder.
    private static PEReader? Open(ProcessFacts process, string file, out string path)
    {
        path = file.Contains('/', StringComparison.Ordinal) ? process.Here(file) : Path.Combine(Path.GetDirectoryName(process.Here(process.Executable)) ?? "", file);
        if (file.Length == 0)
            return null;
        if (RegularFile.IsOne(path))
            return new PEReader(new MemoryStream(RegularFile.ReadAllBytes(path)));
        return BundleFile.TryRead(process.Here(process.Executable)) is { } bundle && bundle.Find(file) is { } entry
            ? new PEReader(ImmutableArray.Create(bundle.ReadContent(entry)))
            : null;
    }

    private static MemoryStream? OpenSymbols(string path) => RegularFile.IsOne(path) ? new MemoryStream(RegularFile.ReadAllBytes(path)) : null;

    private static string? Find(MetadataReaderProvider provider, OldActivation activation)
    {
        using (provider)
        {
            var reader = provider.GetMetadataReader();
            var method = MetadataTokens.MethodDefinitionHandle(activation.Token & 0xFFFFFF);
            SequencePoint? found = null;
            foreach (var point in reader.GetMethodDebugInformation(method.ToDebugInformationHandle()).GetSequencePoints())
            {
                if (point.Offset > activation.Offset)
                    break;
                if (point.StartLine != Hidden)
                    found = point;
            }

            return found is { } at
                ? Path.GetFileName(reader.GetString(reader.GetDocument(at.Document).Name).Replace('\\', '/')) + ":" + at.StartLine.ToString(CultureInfo.InvariantCulture)
                : null;
        }
    }
}
