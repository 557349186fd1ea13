using System.Reflection;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;
using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Measuring;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Preparing;

namespace HotWeave.Benchmarks.Patches;

/// <summary>Making patches, and taking them.</summary>
internal static class PatchTable
{
    private static readonly (int Types, int Methods)[] Sizes = [(1, 1), (10, 10), (1, 1000), (100, 10)];

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort)
    {
        PrintTaking(isShort);
        MakingTable.Print(isShort);
    }

    /// <summary>The work of a process of its own: makes one size and takes it, round by round, beside plain loading.</summary>
    public static void Take(int types, int methods, bool isShort)
    {
        using var scratch = new ScratchDirectory();
        var (woven, plain2, patch) = Make(scratch, types, methods);
        for (var round = -1; round < (isShort ? 1 : 9); round++)
        {
            var live = new Variant("live", Path.GetDirectoryName(woven)!);
            LoadAndCompile(live.Load(Path.GetFileName(woven)));
            var load = Cost.Of(() => LoadAndCompile(new Variant("plain", Path.GetDirectoryName(plain2)!).Load(Path.GetFileName(plain2))));
            var beside = new Variant("beside", Path.GetDirectoryName(woven)!);
            LoadAndCompile(beside.Load(Path.GetFileName(woven)));
            var image = PatchFile.Read(patch).Assembly;
            Assembly taken = null!;
            var loadImage = Cost.Of(() => LoadAndCompile(taken = beside.Context.LoadFromStream(new MemoryStream(image))));
            var decode = Cost.Of(() => ReadBodies(image, taken, isFollowed: false));
            var follow = Cost.Of(() => ReadBodies(image, taken, isFollowed: true));
            PreparedPatch prepared = null!;
            var prepare = Cost.Of(() => prepared = HotSwap.PrepareAsync(patch, new SwapOptions { LoadContext = live.Context }).GetAwaiter().GetResult());
            SwapResult result = null!;
            var commit = Cost.Of(() => result = prepared.CommitAsync().GetAwaiter().GetResult());
            if (result.Types.Count != types)
                throw new InvalidOperationException($"{result.Types.Count} types were replaced instead of {types}.");
            var rollback = Cost.Of(() => HotSwap.RollbackAsync(result.From).GetAwaiter().GetResult());
            if (round < 0)
                continue; // the first compiles the measured code itself
            Samples.WriteLine("load", load.Processor);
            Samples.WriteLine("load image", loadImage.Processor);
            Samples.WriteLine("follow", follow.Processor - decode.Processor);
            Samples.WriteLine("prepare", prepare.Processor);
            Samples.WriteLine("commit", commit.Processor);
            Samples.WriteLine("rollback", rollback.Processor);
        }
    }

    private static void PrintTaking(bool isShort)
    {
        var table = new Table(
            "Taking a patch / loading and compiling its assembly, and the new build's, plainly",
            "types x methods",
            "prepare / patch's assembly",
            "prepare / new build",
            "following bodies / prepare",
            "commit / prepare",
            "prepare, ms",
            "commit, ms",
            "rollback, ms",
            "commit per type, µs");
        foreach (var (types, methods) in isShort ? Sizes[..2] : Sizes)
        {
            var samples = new Samples();
            samples.AddLines(Child.Run(["patch", $"{types}", $"{methods}", isShort ? "short" : "long"]));
            table.Add(
                $"{types} x {methods}",
                Table.Ratio(samples.PairedRatio("prepare", "load image")),
                Table.Ratio(samples.PairedRatio("prepare", "load")),
                Table.Ratio(samples.PairedRatio("follow", "prepare")),
                Table.Ratio(samples["commit"], samples["prepare"]),
                Table.Number(samples["prepare"]),
                Table.Number(samples["commit"]),
                Table.Number(samples["rollback"]),
                Table.Number(samples["commit"] * 1000 / types));
        }

        table.Print();
    }

    private static (string Woven, string Plain2, byte[] Patch) Make(ScratchDirectory scratch, int types, int methods)
    {
        var (plain1, plain2, woven) = (scratch.File("1", "Services.dll"), scratch.File("2", "Services.dll"), scratch.File("woven", "Services.dll"));
        CaseCompiler.Compile(plain1, Source.Of(types, methods, 1), [], []);
        CaseCompiler.Compile(plain2, Source.Of(types, methods, 2), [], []);
        Builds.Weave(plain1, woven);
        return (woven, plain2, Builds.Patch(woven, plain2, scratch.File("services.hotpatch")));
    }

    // A part of preparing, alone; bodies are decoded for other checks too.
    private static void ReadBodies(byte[] bytes, Assembly assembly, bool isFollowed)
    {
        using var image = PatchImage.Open(bytes);
        var (flow, code) = (new BodyFlow(new PatchSignatures(image, assembly.ManifestModule)), new BodyCode());
        foreach (var handle in image.Metadata.MethodDefinitions)
        {
            var address = image.Metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
            if (address == 0)
                continue;
            var body = image.Body(address);
            code.Read(body.GetILReader());
            if (isFollowed)
                flow.Check(MetadataTokens.GetToken(handle), body, code);
        }
    }

    private static void LoadAndCompile(Assembly assembly)
    {
        const BindingFlags declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (var method in assembly.GetTypes().SelectMany(static t => t.GetMembers(declared)).OfType<MethodBase>())
        {
            if (!method.IsAbstract)
                RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }
    }
}
