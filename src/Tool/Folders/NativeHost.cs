using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Folders;

/// <summary>Looks at native executables for why a folder without a <c>runtimeconfig.json</c> cannot be woven.</summary>
internal static class NativeHost
{
    // Every apphost has this (SHA-256 of ".net core bundle") after the eight bytes that say where the bundle begins; 0 there means no bundle.
    private static readonly byte[] s_bundleMark =
    [
        0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02, 0x14, 0xd7, 0xa0, 0x32,
        0x13, 0xf5, 0xb9, 0xe6, 0xef, 0xae, 0x33, 0x18, 0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae,
    ];

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
            if (IsBundle(bytes))
                return UseDiagnostics.SingleFile.With(path);
            if (Array.Exists(s_nativeMarks, mark => bytes.AsSpan().IndexOf(mark) >= 0))
                return UseDiagnostics.NativeAot.With(path);
        }

        return UseDiagnostics.NoApplication.With(folder);
    }

    private static bool IsBundle(byte[] bytes)
    {
        var mark = bytes.AsSpan().IndexOf(s_bundleMark);
        return mark >= 8 && BitConverter.ToInt64(bytes, mark - 8) != 0;
    }

    private static bool IsExecutable(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        if (file.ReadAtLeast(start, 4, throwOnEndOfStream: false) < 4)
            return false;
        return start.SequenceEqual("\u007fELF"u8) || start[..2].SequenceEqual("MZ"u8) || start.SequenceEqual((byte[])[0xCF, 0xFA, 0xED, 0xFE]);
    }
}
