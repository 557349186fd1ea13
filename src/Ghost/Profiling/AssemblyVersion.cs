using System.Runtime.InteropServices;

namespace HotWeave.Ghost.Profiling;

/// <summary>What a reference to an assembly says beside its name: <c>ASSEMBLYMETADATA</c> (cor.h), of which only the version is ever set.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct AssemblyVersion
{
    public ushort Major;
    public ushort Minor;
    public ushort Build;
    public ushort Revision;
    public char* Locale;
    public uint LocaleLength;
    public void* Processors;
    public uint ProcessorCount;
    public void* Systems;
    public uint SystemCount;
}
