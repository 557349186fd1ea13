using System.Diagnostics;
using System.Globalization;
using System.Runtime.Loader;
using HotWeave.Benchmarks.Measuring;

namespace HotWeave.Benchmarks.Memory;

/// <summary>What this process holds, once garbage is collected.</summary>
/// <param name="Heap">Bytes of live objects.</param>
/// <param name="Private">Bytes of memory that no file backs and that are resident.</param>
/// <param name="Contexts">Load contexts of patches that are there.</param>
internal readonly record struct MemoryUse(double Heap, double Private, double Contexts)
{
    /// <summary>Collects until nothing more goes, and looks.</summary>
    public static MemoryUse Now()
    {
        var before = long.MaxValue;
        for (var heap = Collected(); heap < before; heap = Collected())
            before = heap;
        return new(before, Resident(), AssemblyLoadContext.All.Count(static c => c.Name?.StartsWith("HotWeave patch ", StringComparison.Ordinal) == true));
    }

    /// <summary>Writes the numbers for the process that asked.</summary>
    public void Write(string name)
    {
        Samples.WriteLine(name + " heap", Heap);
        Samples.WriteLine(name + " private", Private);
        Samples.WriteLine(name + " contexts", Contexts);
    }

    private static long Collected()
    {
        // A collectible context takes three collections: its own finalizer, that of what it holds, the memory itself.
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: false);
    }

    private static double Resident()
    {
        if (!OperatingSystem.IsLinux())
        {
            using var self = Process.GetCurrentProcess();
            return self.PrivateMemorySize64;
        }

        const string Name = "RssAnon:";
        var line = File.ReadLines("/proc/self/status").First(static l => l.StartsWith(Name, StringComparison.Ordinal));
        return double.Parse(line[Name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
    }
}
