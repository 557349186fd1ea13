using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using HotWeave.Diagnostics;

namespace HotWeave.Loading.Metadata;

/// <summary>
/// Refuses, before the runtime sees the image, what is no plain, well-formed IL assembly. The runtime trusts metadata in places
/// where a wrong number makes it read foreign memory, which ends the process; so everything that it may follow is followed here
/// first, by managed code.
/// </summary>
internal static class ImageCheck
{
    /// <exception cref="SwapException">HW6107.</exception>
    internal static void Check(PatchImage image)
    {
        try
        {
            CheckHeaders(image.Headers);
            StreamCheck.Check(image.Metadata);
            new TableCheck(image).Check();
            TypeGraphCheck.Check(image.Metadata);
            TypeDepthCheck.Check(image.Metadata);
        }
        catch (Exception e) when (e is BadImageFormatException or ArgumentException or InvalidOperationException or OverflowException)
        {
            // The reader, too, says some of what is wrong with metadata by argument and state exceptions.
            throw SwapDiagnostics.MalformedImage.Refuse(e, e.Message);
        }
    }

    private static void CheckHeaders(PEHeaders headers)
    {
        if (headers.CorHeader is not { } cor || (cor.Flags & CorFlags.ILOnly) == 0 || (cor.Flags & CorFlags.NativeEntryPoint) != 0)
            throw new BadImageFormatException("it has native code");
        if (cor.VtableFixupsDirectory.Size != 0 || cor.ManagedNativeHeaderDirectory.Size != 0)
            throw new BadImageFormatException("it has native tables");
    }
}
