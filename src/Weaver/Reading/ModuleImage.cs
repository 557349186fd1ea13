using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading;

/// <summary>Where an assembly's debug symbols are.</summary>
internal enum SymbolFormat
{
    /// <summary>There are none that could be read.</summary>
    None,

    /// <summary>In a portable PDB file beside the assembly.</summary>
    PortableFile,

    /// <summary>In a portable PDB within the assembly.</summary>
    Embedded,
}

/// <summary>An assembly as read: its bytes and its module, independent of the file from then on.</summary>
internal sealed class ModuleImage : IDisposable
{
    private readonly ReferenceResolver _resolver;

    /// <summary>Makes an image; it owns the module and the resolver.</summary>
    public ModuleImage(string path, byte[] bytes, ModuleDefinition module, SymbolFormat symbols, ReferenceResolver resolver)
    {
        IsReadyToRun = PortableExecutableHeaders.Classify(bytes) is ImageKind.ReadyToRun or ImageKind.CompositeReadyToRun;
        Path = path;
        Bytes = bytes;
        Module = module;
        Symbols = symbols;
        _resolver = resolver;
    }

    /// <summary>The file it was read from.</summary>
    public string Path { get; }

    /// <summary>The file's bytes.</summary>
    public byte[] Bytes { get; }

    /// <summary>The module, with symbols where <see cref="Symbols"/> says so.</summary>
    public ModuleDefinition Module { get; }

    /// <summary>Whether the file has precompiled code beside the IL.</summary>
    public bool IsReadyToRun { get; }

    /// <summary>The bytes with their tables found, where bodies were left in them; null where all bodies were read.</summary>
    public RawImage? Raw { get; init; }

    /// <summary>Where the symbols were.</summary>
    public SymbolFormat Symbols { get; }

    /// <summary>Makes another image the answer to its name, when this module refers to it.</summary>
    public void Know(ModuleImage other) => _resolver.Add(other.Module.Assembly);

    /// <inheritdoc/>
    public void Dispose()
    {
        Module.Dispose();
        _resolver.Dispose();
    }
}
