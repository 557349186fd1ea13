namespace HotWeave.Weaver.Reading;

/// <summary>What kind of file the headers say it is (ECMA-335 II.25).</summary>
internal enum ImageKind
{
    /// <summary>No portable executable, or one whose headers end too early.</summary>
    NotExecutable,

    /// <summary>A portable executable that ends before its last section does.</summary>
    Truncated,

    /// <summary>A portable executable without managed code; NativeAOT makes such files.</summary>
    Native,

    /// <summary>Managed code only.</summary>
    ILOnly,

    /// <summary>Managed code with its precompiled native form (ReadyToRun) beside it.</summary>
    ReadyToRun,

    /// <summary>A component of a composite ReadyToRun image: its native code is in another file.</summary>
    CompositeReadyToRun,

    /// <summary>Managed and native code that need each other (C++/CLI).</summary>
    MixedMode,
}

/// <summary>Reads just as much of a file's headers as tells its kind.</summary>
internal static class PortableExecutableHeaders
{
    private const int CliHeaderDirectory = 14;
    private const int ILOnlyFlag = 1;
    private const uint ReadyToRunSignature = 0x00525452;
    private const uint ReadyToRunComponentFlag = 0x20;

    /// <summary>The kind of <paramref name="image"/>.</summary>
    public static ImageKind Classify(byte[] image)
    {
        try
        {
            return ClassifyUnchecked(image);
        }
        catch (ArgumentException)
        {
            return ImageKind.NotExecutable; // an offset in a header points past the end
        }
    }

    private static ImageKind ClassifyUnchecked(byte[] image)
    {
        if (BitConverter.ToUInt16(image, 0) != 0x5A4D)
            return ImageKind.NotExecutable;
        var pe = BitConverter.ToInt32(image, 0x3C);
        if (BitConverter.ToUInt32(image, pe) != 0x00004550)
            return ImageKind.NotExecutable;

        var sections = BitConverter.ToUInt16(image, pe + 6);
        var optional = pe + 24;
        var sectionTable = optional + BitConverter.ToUInt16(image, pe + 20);
        if (EndsEarly(image, sectionTable, sections))
            return ImageKind.Truncated;
        var plus = BitConverter.ToUInt16(image, optional) == 0x20B;
        var directories = optional + (plus ? 112 : 96);
        if (BitConverter.ToInt32(image, directories - 4) <= CliHeaderDirectory)
            return ImageKind.Native;
        var cliAddress = BitConverter.ToInt32(image, directories + (CliHeaderDirectory * 8));
        if (cliAddress == 0)
            return ImageKind.Native;

        var cli = Offset(image, sectionTable, sections, cliAddress);
        var flags = BitConverter.ToInt32(image, cli + 16);
        var nativeHeader = BitConverter.ToInt32(image, cli + 64);
        if (nativeHeader == 0)
            return (flags & ILOnlyFlag) != 0 ? ImageKind.ILOnly : ImageKind.MixedMode;

        var native = Offset(image, sectionTable, sections, nativeHeader);
        if (BitConverter.ToUInt32(image, native) != ReadyToRunSignature)
            return ImageKind.MixedMode;
        return (BitConverter.ToUInt32(image, native + 8) & ReadyToRunComponentFlag) != 0
            ? ImageKind.CompositeReadyToRun
            : ImageKind.ReadyToRun;
    }

    private static bool EndsEarly(byte[] image, int sectionTable, int sections)
    {
        for (var i = 0; i < sections; i++)
        {
            var section = sectionTable + (i * 40);
            if (BitConverter.ToUInt32(image, section + 20) + (long)BitConverter.ToUInt32(image, section + 16) > image.Length)
                return true;
        }

        return false;
    }

    private static int Offset(byte[] image, int sectionTable, int sections, int address)
    {
        for (var i = 0; i < sections; i++)
        {
            var section = sectionTable + (i * 40);
            var start = BitConverter.ToInt32(image, section + 12);
            var size = BitConverter.ToInt32(image, section + 16);
            if (address >= start && address < start + size)
                return BitConverter.ToInt32(image, section + 20) + (address - start);
        }

        throw new ArgumentException("no section has the address", nameof(address));
    }
}
