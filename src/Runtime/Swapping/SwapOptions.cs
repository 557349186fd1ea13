using System.Runtime.Loader;

namespace HotWeave;

/// <summary>How a patch is taken. Immutable; the default is what production wants.</summary>
public sealed record SwapOptions
{
    /// <summary>
    /// False (default): the patch's code is loaded for the life of the process, so it is tiered and profile-optimised like all
    /// code. True: it is loaded into a collectible context and can unload once another version has replaced it; it runs slower,
    /// and objects of types that it adds keep it loaded. Only for the first application of a patch: one that is loaded already
    /// stays as it is.
    /// </summary>
    public bool Reclaimable { get; init; }

    /// <summary>Who moves when. Default: <see cref="SwapMode.Immediate"/>; the others are refused with HW6203.</summary>
    public SwapMode Mode { get; init; } = SwapMode.Immediate;

    /// <summary>
    /// The load context that holds the woven assemblies which are meant. Null (default): all contexts are searched, and a patch
    /// for an assembly that several of them hold is refused with HW6105.
    /// </summary>
    public AssemblyLoadContext? LoadContext { get; init; }
}
