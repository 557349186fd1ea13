using System.Reflection;

namespace HotWeave.Preparing;

/// <summary>Has virtual methods compiled when they are asked to be, and not at their first call.</summary>
internal static class VirtualMethods
{
    /// <summary>
    /// Gives a method with a slot of its own an address, before it is prepared; does nothing for any other. On .NET 10 preparing has been seen
    /// to leave one without an address as it is, unless its load context can be unloaded; where that is not so, this changes nothing.
    /// </summary>
    internal static void GiveAddress(MethodBase method)
    {
        if (method is { IsVirtual: true, ContainsGenericParameters: false })
            method.MethodHandle.GetFunctionPointer();
    }
}
