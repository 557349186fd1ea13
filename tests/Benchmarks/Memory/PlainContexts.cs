using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace HotWeave.Benchmarks.Memory;

/// <summary>The peer: an assembly loaded into a collectible context, compiled, run and unloaded, again and again, by .NET alone.</summary>
internal static class PlainContexts
{
    public static void Run(string path, int swaps)
    {
        var image = File.ReadAllBytes(path);
        for (var swap = 1; swap <= swaps; swap++)
        {
            // On a thread of its own, as an operation is.
            var thread = new Thread(() => Load(image));
            thread.Start();
            thread.Join();
            if (MemoryTable.Checkpoints(swaps).Contains(swap))
                MemoryUse.Now().Write($"{swap}");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Load(byte[] image)
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var context = new AssemblyLoadContext("plain", isCollectible: true);
        var assembly = context.LoadFromStream(new MemoryStream(image));
        foreach (var method in assembly.GetTypes().Where(static t => !t.ContainsGenericParameters).SelectMany(static t => t.GetMethods(declared)))
        {
            if (!method.IsAbstract && !method.ContainsGenericParameters)
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }

        if (assembly.GetType("MemorySample")!.GetMethod("Post")!.Invoke(null, null) is not 24)
            throw new InvalidOperationException("The plain build does not answer 24.");
        context.Unload();
    }
}
