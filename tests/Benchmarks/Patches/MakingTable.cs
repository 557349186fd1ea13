using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Json;
using HotWeave.Benchmarks.Measuring;
using Mono.Cecil;

namespace HotWeave.Benchmarks.Patches;

/// <summary>Making patches for Newtonsoft.Json, beside reading both builds with Cecil alone.</summary>
internal static class MakingTable
{
    // As the tool itself runs.
    private static readonly Dictionary<string, string> ToolSettings = new() { ["DOTNET_gcConcurrent"] = "0", ["DOTNET_TieredPGO"] = "0" };

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort)
    {
        var table = new Table(
            "Making a patch for Newtonsoft.Json / reading both builds with Cecil", "edit", "time, warm", "bodies decoded too, warm", "time, first", "allocated", "reading, ms", "patch, kB");
        string[] edits = ["one small body", "every body"];
        foreach (var edit in isShort ? edits[..1] : edits)
        {
            var samples = new Samples();
            for (var round = 0; round < (isShort ? 1 : 3); round++)
                samples.AddLines(Child.Run(["making", edit, isShort ? "short" : "long"], ToolSettings));
            table.Add(
                edit,
                Table.Ratio(samples.PairedRatio("make", "read")),
                Table.Ratio(samples.PairedRatio("make", "decode")),
                Table.Ratio(samples["make first"], samples["read first"]),
                Table.Ratio(samples["make bytes"], samples["read bytes"]),
                Table.Number(samples["read"]),
                Table.Number(samples["size"] / 1000.0));
        }

        table.Print();
    }

    /// <summary>The work of a process of its own: one edit, first cold, then warm.</summary>
    public static void Measure(string edit, bool isShort)
    {
        using var scratch = new ScratchDirectory();
        var (woven, @new, patch) = (scratch.File("woven", JsonVariant.FileName), scratch.File("new", JsonVariant.FileName), scratch.File("json.hotpatch"));
        Builds.Weave(JsonVariant.PackageFile, woven);
        if (edit == "every body")
            Rebuilt.Everywhere(JsonVariant.PackageFile, @new);
        else
            Rebuilt.WithSpacedBooleans(JsonVariant.PackageFile, @new);

        Samples.WriteLine("read first", Cost.Of(() => Read(decodes: false, woven, @new)).Processor);
        Samples.WriteLine("make first", Cost.Of(() => Builds.Patch(woven, @new, patch)).Processor);
        Samples.WriteLine("size", new FileInfo(patch).Length);
        (string, Action)[] works =
        [
            ("read", () => Read(decodes: false, woven, @new)),
            ("make", () => Builds.Patch(woven, @new, patch)),
            ("decode", () => Read(decodes: true, woven, @new)),
        ];
        // Warm means that the JIT has finished with what is measured.
        Cost.Interleaved(isShort ? 0 : 20, works);
        for (var round = 0; round < (isShort ? 1 : 9); round++)
        {
            var samples = Cost.Interleaved(1, works);
            foreach (var (name, _) in works)
                Samples.WriteLine(name, samples[name]);
            Samples.WriteLine("read bytes", samples["read bytes"]);
            Samples.WriteLine("make bytes", samples["make bytes"]);
        }
    }

    // Cecil reads no body that nobody looks at.
    private static void Read(bool decodes, params string[] paths)
    {
        foreach (var path in paths)
        {
            using var resolver = new DefaultAssemblyResolver();
            using var module = ModuleDefinition.ReadModule(path, new ReaderParameters(ReadingMode.Immediate) { AssemblyResolver = resolver, InMemory = true });
            foreach (var method in decodes ? module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody) : [])
                _ = method.Body.Instructions.Count;
        }
    }
}
