namespace HotWeave.Ghost.Profiling;

/// <summary>
/// The runtime's <c>ICorProfilerInfo10</c>, by the places of its methods (corprof.idl). Most may be called on native threads only: what is
/// asked for on a thread that runs the application's code is refused.
/// </summary>
internal readonly unsafe struct ProfilerInfo(void* self)
{
    private const uint EnableReJIT = 0x40000;
    private const uint MonitorCompilation = 0x20;
    private const uint EnableStackSnapshots = 0x10000000;
    private const int BlockInlining = 1;
    private const int InliningCallbacks = 2;

    private static readonly Guid s_id = new("2F1B5152-C869-40C9-AA5F-3ABE026BD720");

    /// <summary>The table of its methods.</summary>
    public void** Methods => *(void***)self;

    /// <summary>What they are called on.</summary>
    public void* Self => self;

    /// <summary>Where it is.</summary>
    public nint Address => (nint)self;

    /// <summary>Whether there is none.</summary>
    public bool IsNone => self is null;

    /// <summary>Asks for it.</summary>
    public static int Query(void* unknown, out ProfilerInfo info)
    {
        var id = s_id;
        var result = ComObject.Query(unknown, &id, out var found);
        info = new ProfilerInfo(found);
        return result;
    }

    /// <summary>Asks to be told of methods that are compiled anew, and to look at stacks: no other event costs anything.</summary>
    public int EnableEvents() => SetEvents(EnableReJIT | EnableStackSnapshots);

    /// <summary>Asks to be asked, too, before a method is inlined into another.</summary>
    public int EnableInliningEvents() => SetEvents(EnableReJIT | EnableStackSnapshots | MonitorCompilation);

    /// <summary>Whether a module goes with its load context.</summary>
    public bool IsCollectible(nint module)
    {
        const uint Collectible = 8;
        uint flags;
        return ((delegate* unmanaged<void*, nint, byte**, uint, uint*, char*, nint*, uint*, int>)Methods[70])(
            self, module, null, 0, null, null, null, &flags) >= 0 && (flags & Collectible) != 0;
    }

    /// <summary>The modules that are loaded; each call of the enumerator gives one.</summary>
    public int EnumerateModules(out void* enumerator)
    {
        fixed (void** at = &enumerator)
            return ((delegate* unmanaged<void*, void**, int>)Methods[66])(self, at);
    }

    /// <summary>An interface of a module's metadata.</summary>
    public int FindMetadata(nint module, bool isWritten, Guid* id, out void* metadata)
    {
        fixed (void** at = &metadata)
            return ((delegate* unmanaged<void*, nint, int, Guid*, void**, int>)Methods[21])(self, module, isWritten ? 1 : 0, id, at);
    }

    /// <summary>The body that a method was loaded with.</summary>
    public int FindBody(nint module, int method, out byte* body, out int length)
    {
        uint size;
        fixed (byte** at = &body)
        {
            var result = ((delegate* unmanaged<void*, nint, int, byte**, uint*, int>)Methods[22])(self, module, method, at, &size);
            length = (int)size;
            return result;
        }
    }

    /// <summary>Gives a method that was defined in a module its body.</summary>
    public int SetBody(nint module, int method, ReadOnlySpan<byte> body)
    {
        void* allocator;
        var result = ((delegate* unmanaged<void*, nint, void**, int>)Methods[23])(self, module, &allocator);
        if (result < 0)
            return result;
        var memory = ((delegate* unmanaged<void*, uint, void*>)(*(void***)allocator)[3])(allocator, (uint)body.Length);
        ComObject.Release(allocator);
        if (memory is null)
            return HResult.Fail;
        body.CopyTo(new Span<byte>(memory, body.Length));
        return ((delegate* unmanaged<void*, nint, int, void*, int>)Methods[24])(self, module, method, memory);
    }

    /// <summary>Has the runtime take what was defined in a module.</summary>
    public int ApplyMetadata(nint module) => ((delegate* unmanaged<void*, nint, int>)Methods[84])(self, module);

    /// <summary>
    /// Has methods compiled anew at their next call, and those that have inlined them. Both flags: without callbacks for inlining, one that
    /// is itself among the methods would get back the code it was loaded with.
    /// </summary>
    public int RequestReJIT(int count, nint* modules, int* methods) =>
        ((delegate* unmanaged<void*, int, int, nint*, int*, int>)Methods[96])(self, BlockInlining | InliningCallbacks, count, modules, methods);

    /// <summary>Has methods run the code that they were loaded with.</summary>
    public int RequestRevert(int count, nint* modules, int* methods, int* results) =>
        ((delegate* unmanaged<void*, int, nint*, int*, int*, int>)Methods[74])(self, count, modules, methods, results);

    private int SetEvents(uint mask) => ((delegate* unmanaged<void*, uint, int>)Methods[16])(self, mask);
}
