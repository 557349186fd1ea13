using HotWeave.Ghost.Plans;

namespace HotWeave.Ghost.Profiling;

/// <summary>
/// The runtime's <c>IMetaDataEmit2</c> and <c>IMetaDataAssemblyEmit</c> of a loaded module, by the places of their methods (cor.h). What
/// fails is thrown.
/// </summary>
internal readonly unsafe struct MetadataWriter : IDisposable
{
    private readonly void* _types;
    private readonly void* _assembly;

    private MetadataWriter(void* types, void* assembly)
    {
        _types = types;
        _assembly = assembly;
    }

    private void** Methods => *(void***)_types;

    /// <summary>Asks for them.</summary>
    public static MetadataWriter Open(ProfilerInfo info, nint module)
    {
        var types = new Guid("F5DD9950-F693-42e6-830E-7B833E8146A9");
        Check(info.FindMetadata(module, true, &types, out var found));
        var assembly = new Guid("211EF15B-5317-4438-B196-DEC87B887693");
        var result = ComObject.Query(found, &assembly, out var other);
        if (result < 0)
            ComObject.Release(found);
        Check(result);
        return new MetadataWriter(found, other);
    }

    /// <summary>Refers to an assembly that has no public key.</summary>
    public int ReferToAssembly(char* name, AssemblyVersion version)
    {
        int token;
        Check(((delegate* unmanaged<void*, void*, uint, char*, AssemblyVersion*, void*, uint, uint, int*, int>)(*(void***)_assembly)[4])(
            _assembly, null, 0, name, &version, null, 0, 0, &token));
        return token;
    }

    /// <summary>Refers to a type of another assembly.</summary>
    public int ReferToType(int scope, string name)
    {
        int token;
        fixed (char* text = name)
            Check(((delegate* unmanaged<void*, int, char*, int*, int>)Methods[12])(_types, scope, text, &token));
        return token;
    }

    /// <summary>Refers to the constructor of a type.</summary>
    public int ReferToConstructor(int type, ReadOnlySpan<byte> signature)
    {
        int token;
        fixed (char* name = ".ctor")
        fixed (byte* bytes = signature)
            Check(((delegate* unmanaged<void*, int, char*, byte*, int, int*, int>)Methods[14])(_types, type, name, bytes, signature.Length, &token));
        return token;
    }

    /// <summary>Defines a type.</summary>
    public int DefineType(char* name, int flags, int extends)
    {
        int token;
        Check(((delegate* unmanaged<void*, char*, int, int, int*, int*, int>)Methods[7])(_types, name, flags, extends, null, &token));
        return token;
    }

    /// <summary>Defines a method, without a body.</summary>
    public int DefineMethod(int type, char* name, int flags, byte* signature, int length)
    {
        int token;
        Check(((delegate* unmanaged<void*, int, char*, int, byte*, int, uint, int, int*, int>)Methods[10])(
            _types, type, name, flags, signature, length, 0, 0, &token));
        return token;
    }

    /// <summary>Defines a field.</summary>
    public int DefineField(int type, char* name, int flags, ReadOnlySpan<byte> signature)
    {
        const int NoConstant = 0;
        int token;
        fixed (byte* bytes = signature)
        {
            Check(((delegate* unmanaged<void*, int, char*, int, byte*, int, int, void*, int, int*, int>)Methods[39])(
                _types, type, name, flags, bytes, signature.Length, NoConstant, null, 0, &token));
        }

        return token;
    }

    /// <summary>Defines a generic parameter of a method.</summary>
    /// <param name="constraints">The tokens of its constraints, a zero behind them.</param>
    public void DefineParameter(int method, int number, int flags, char* name, int* constraints)
    {
        int token;
        Check(((delegate* unmanaged<void*, int, int, int, char*, int, int*, int*, int>)Methods[57])(
            _types, method, number, flags, name, 0, constraints, &token));
    }

    /// <summary>The token of a type that a signature says.</summary>
    public int FindTypeToken(PlanBlob signature)
    {
        int token;
        Check(((delegate* unmanaged<void*, byte*, int, int*, int>)Methods[26])(_types, signature.Bytes, signature.Length, &token));
        return token;
    }

    /// <summary>The token of a method over types.</summary>
    public int DefineInstantiation(int method, PlanBlob instantiation)
    {
        int token;
        Check(((delegate* unmanaged<void*, int, byte*, int, int*, int>)Methods[52])(
            _types, method, instantiation.Bytes, instantiation.Length, &token));
        return token;
    }

    /// <summary>Puts an attribute on the assembly.</summary>
    public void MarkAssembly(int constructor, PlanBlob value)
    {
        const int Assembly = 0x20000001;
        int token;
        GhostException.Check(
            ((delegate* unmanaged<void*, int, int, byte*, int, int*, int>)Methods[37])(
                _types, Assembly, constructor, value.Bytes, value.Length, &token),
            GhostStep.Mark);
    }

    public void Dispose()
    {
        ComObject.Release(_assembly);
        ComObject.Release(_types);
    }

    private static void Check(int result) => GhostException.Check(result, GhostStep.Define);
}
