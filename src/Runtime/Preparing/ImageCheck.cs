using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using HotWeave.Diagnostics;
using HotWeave.Loading;

namespace HotWeave.Preparing;

/// <summary>Refuses, before the runtime sees the image, what is no plain IL assembly of one module.</summary>
internal static class ImageCheck
{
    /// <exception cref="SwapException">HW6107.</exception>
    internal static void Check(PatchImage image)
    {
        try
        {
            if (FirstProblem(image) is { } problem)
                throw SwapDiagnostics.MalformedImage.Refuse(problem);
        }
        catch (BadImageFormatException e)
        {
            throw SwapDiagnostics.MalformedImage.Refuse(e, e.Message);
        }
    }

    private static string? FirstProblem(PatchImage image)
    {
        var headers = image.Headers;
        if (headers.CorHeader is not { } cor || (cor.Flags & CorFlags.ILOnly) == 0 || (cor.Flags & CorFlags.NativeEntryPoint) != 0)
            return "it has native code";
        if (cor.VtableFixupsDirectory.Size != 0 || cor.ManagedNativeHeaderDirectory.Size != 0)
            return "it has native tables";
        return image.Metadata.IsAssembly ? null : "it is a module without an assembly";
    }
}
