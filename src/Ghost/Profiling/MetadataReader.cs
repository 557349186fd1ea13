namespace HotWeave.Ghost.Profiling;

/// <summary>The runtime's <c>IMetaDataImport</c> of a loaded module, by the places of its methods (cor.h).</summary>
internal readonly unsafe struct MetadataReader : IDisposable
{
    private const int FirstTypeDefinition = 0x02000000;

    private readonly void* _self;

    private MetadataReader(void* self) => _self = self;

    private void** Methods => *(void***)_self;

    /// <summary>Asks for it; false where the module has no metadata.</summary>
    public static bool TryOpen(ProfilerInfo info, nint module, out MetadataReader reader)
    {
        var id = new Guid("7DAC8207-D3AE-4c75-9B67-92801A497D44");
        var result = info.FindMetadata(module, false, &id, out var found);
        reader = new MetadataReader(found);
        return result >= 0 && found is not null;
    }

    /// <summary>The id of the module; false where it says none.</summary>
    public bool TryReadId(out Guid id)
    {
        fixed (Guid* at = &id)
            return ((delegate* unmanaged<void*, char*, uint, uint*, Guid*, int>)Methods[10])(_self, null, 0, null, at) >= 0;
    }

    /// <summary>Whether the module has a type of this name that is in no other.</summary>
    public bool HasType(char* name)
    {
        int token;
        return ((delegate* unmanaged<void*, char*, int, int*, int>)Methods[9])(_self, name, 0, &token) >= 0 && token > FirstTypeDefinition;
    }

    public void Dispose() => ComObject.Release(_self);
}
