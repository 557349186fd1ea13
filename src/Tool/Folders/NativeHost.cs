using HotWeave.Tool.Bundles;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Folders;

/// <summary>Looks at native executables for why a folder without a <c>runtimeconfig.json</c> cannot be woven.</summary>
internal static class NativeHost
{
    // Sections that the NativeAOT compiler emits, in ELF, PE and Mach-O.
    private static readonly byte[][] s_nativeMarks = ["__managedcode"u8.ToArray(), ".managed\0"u8.ToArray(), "__managed_code"u8.ToArray()];

    /// <summary>The most telling reason.</summary>
    public static Diagnostic WhyNoApplication(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (!IsExecutable(path))
                continue;
            var bytes = RegularFile.ReadAllBytes(path);
            if (BundleFile.IsOne(bytes))
                return UseDiagnostics.SingleFile.With(path);
            if (Array.Exists(s_nativeMarks, mark => bytes.AsSpan().IndexOf(mark) >= 0))
                return UseDiagnostics.NativeAot.With(path);
        }

        return UseDiagnostics.NoApplication.With(folder);
    }

    /// <summary>Whether a file begins as executables do.</summary>
    public static bool IsExecutable(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        if (file.ReadAtLeast(start, 4, throwOnEndOfStream: false) < 4)
            return false;
        return start.SequenceEqual("\u007fELF"u8) || start[..2].SequenceEqual("MZ"u8) || start.SequenceEqual((byte[])[0xCF, 0xFA, 0xED, 0xFE]);
    }
}
