using System.Text;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading;

/// <summary>Tells damage of a file by what reading it threw: Cecil trusts the metadata that it reads.</summary>
internal static class DamageSign
{
    /// <summary>Whether the exception, thrown while a file was being read, means that the file is damaged.</summary>
    public static bool Is(Exception exception) =>
        exception is BadImageFormatException or ArgumentException or InvalidOperationException or NotSupportedException or IndexOutOfRangeException
            or NullReferenceException or InvalidCastException or ArithmeticException or IOException or FormatException
            or KeyNotFoundException or NotImplementedException or InvalidDataException or ResolutionException or DecoderFallbackException
        && exception is not AssemblyResolutionException;

    /// <summary>
    /// Whether it means damage of the very file that was being read: an exception that names a file speaks of one that the read one refers
    /// to.
    /// </summary>
    public static bool IsOfReadFile(Exception exception) => Is(exception) && exception is not BadImageFormatException { FileName: not null };
}
