using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using HotWeave.Ghost;
using HotWeave.Preparing;

namespace HotWeave.Control.Ghost;

/// <summary>Finds methods of the process by their tokens, and has the runtime compile them.</summary>
internal static class LoadedMethod
{
    /// <summary>Finds one, and loads its type, which runs nothing of it; null where what it names is missing, so that it cannot run either.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The token is of a method that the process has loaded.")]
    public static MethodBase? Find(Module module, int token)
    {
        try
        {
            return module.ResolveMethod(token);
        }
        catch (Exception e) when (SaysMissing(e))
        {
            return null;
        }
    }

    /// <summary>Has one compiled, where it is no generic one.</summary>
    public static void Compile(MethodBase method)
    {
        if (method.ContainsGenericParameters || method.IsAbstract)
            return;
        VirtualMethods.GiveAddress(method);
        RuntimeHelpers.PrepareMethod(method.MethodHandle);
    }

    /// <summary>Has the methods compiled that threads run, over what they run over; not where trimming took what they are compiled from.</summary>
    public static void CompileAll(IReadOnlyList<GhostFrame> frames)
    {
        var compiled = new HashSet<nint>();
        foreach (var frame in frames)
        {
            if (compiled.Add(frame.Function))
                Compile(frame);
        }
    }

    private static void Compile(GhostFrame frame)
    {
        foreach (var assembly in LoadedModule.FindAll(frame.Module))
        {
            if (Find(assembly.ManifestModule, frame.Method) is not { IsAbstract: false } method)
                continue;
            try
            {
                if (!method.ContainsGenericParameters)
                    Compile(method);
                else if (!assembly.IsCollectible)
                    CompileOver(method, RuntimeMethodHandle.FromIntPtr(frame.Function));
            }
            catch (Exception e) when (SaysMissing(e))
            {
                // What runs is looked at all the same.
            }
        }
    }

    // The runtime's own id of a method over types is what its handle holds.
    private static void CompileOver(MethodBase method, RuntimeMethodHandle instantiated)
    {
        if (method.IsVirtual)
            instantiated.GetFunctionPointer();
        RuntimeHelpers.PrepareMethod(instantiated);
    }

    /// <summary>Whether something is not there that code names.</summary>
    public static bool SaysMissing(Exception e) => e is TypeLoadException or IOException or ArgumentException or BadImageFormatException;
}
