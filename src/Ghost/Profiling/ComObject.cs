namespace HotWeave.Ghost.Profiling;

/// <summary>What all interfaces of the runtime begin with: <c>IUnknown</c>.</summary>
internal static unsafe class ComObject
{
    /// <summary>Asks for another interface; who gets it releases it.</summary>
    public static int Query(void* unknown, Guid* id, out void* found)
    {
        fixed (void** at = &found)
            return ((delegate* unmanaged<void*, Guid*, void**, int>)(*(void***)unknown)[0])(unknown, id, at);
    }

    /// <summary>Gives an interface up.</summary>
    public static void Release(void* unknown)
    {
        if (unknown is not null)
            ((delegate* unmanaged<void*, uint>)(*(void***)unknown)[2])(unknown);
    }
}
