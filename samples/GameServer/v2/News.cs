using HotWeave;

namespace GameServer;

/// <summary>Does for the running server what its start did: it finds commands and systems, now among what is new.</summary>
internal static class News
{
    [AfterSwap]
    private static void Add(SwapHookContext swap)
    {
        foreach (Type type in swap.AddedTypes.Where(Commands.IsCommand))
            Commands.Add(type);
        foreach (Type type in swap.AddedTypes.Where(Systems.IsSystem))
            Systems.Add(type);
    }

    [BeforeRollback]
    private static void Remove(SwapHookContext swap)
    {
        foreach (Type type in swap.AddedTypes.Where(Commands.IsCommand))
            Commands.Remove(type);
        foreach (Type type in swap.AddedTypes.Where(Systems.IsSystem))
            Systems.Remove(type);
    }
}
