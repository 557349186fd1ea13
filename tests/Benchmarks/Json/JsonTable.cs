using System.Globalization;
using System.Reflection;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Measuring;
using HotWeave.Weaver;

namespace HotWeave.Benchmarks.Json;

/// <summary>Newtonsoft.Json woven whole beside the unwoven one.</summary>
internal static partial class JsonTable
{
    private static readonly string[] Uses = ["serialise", "deserialise", "LINQ to JSON"];
    private static readonly string[] Forms = ["unwoven", "small left", "woven", "small exported", "woven, open", "woven, no overrides"];

    /// <summary>Measures and prints.</summary>
    public static void Print(bool isShort)
    {
        PrintUse(isShort);
        PrintCompilation(isShort);
    }

    /// <summary>The work of a process of its own: all forms interleaved.</summary>
    public static void Measure(bool isShort)
    {
        using var scratch = new ScratchDirectory();
        var document = Document.Orders(isShort ? 20 : 400);
        var variants = Forms.Select(form => new JsonVariant(form, scratch, (input, output) => Build(form, input, output))).ToArray();
        foreach (var variant in variants)
            variant.SetUp(document);
        foreach (var (use, index) in Uses.Select(static (u, i) => (u, i)))
        {
            var works = variants.Select((v, i) => (Forms[i], (Action)(() => Use(v, index)))).ToArray();
            Cost.Interleaved(isShort ? 1 : 25, works);
            var samples = Cost.Interleaved(isShort ? 1 : 41, works);
            foreach (var form in Forms)
                Samples.WriteLine($"{use} {form}", form == Forms[0] ? samples[form] : samples.PairedRatio(form, Forms[0]));
        }
    }

    /// <summary>The work of a process of its own: has everything in a file compiled.</summary>
    public static void Compile(string path)
    {
        var methods = new Variant("compiled", Path.GetDirectoryName(path)!).Load(JsonVariant.FileName).GetTypes()
            .SelectMany(static t => t.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .OfType<MethodBase>()
            .Where(static m => !m.IsAbstract && !m.ContainsGenericParameters && m.GetMethodBody() is not null)
            .ToList();
        var before = JitInfo.GetCompilationTime(currentThread: true);
        foreach (var method in methods)
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
        Samples.WriteLine("time", (JitInfo.GetCompilationTime(currentThread: true) - before).TotalMilliseconds);
    }

    private static void PrintUse(bool isShort)
    {
        var samples = new Samples();
        for (var process = 0; process < (isShort ? 1 : 5); process++)
            samples.AddLines(Child.Run(["json", isShort ? "short" : "long"]));
        var table = new Table("Newtonsoft.Json 13.0.3 woven whole", "use", "small left / unwoven", "woven / unwoven", "small exported / unwoven", "woven, open / unwoven", "no overrides / unwoven", "unwoven, ms");
        foreach (var use in Uses)
            table.Add([use, .. Forms.Skip(1).Select(form => Table.Ratio(samples[$"{use} {form}"])), Table.Number(samples[$"{use} {Forms[0]}"])]);
        table.Print();
    }

    private static void PrintCompilation(bool isShort)
    {
        var table = new Table("The same assembly compiled whole, optimised", "form", "JIT time", "native code", "file", "native code, kB");
        using var scratch = new ScratchDirectory();
        (double Time, double Code, double File)? plain = null;
        foreach (var form in Forms)
        {
            var path = scratch.File(form, JsonVariant.FileName);
            Build(form, JsonVariant.PackageFile, path);
            var measured = CompileInChildren(path, isShort ? 1 : 5, scratch.File(form, "methods.txt"));
            plain ??= measured;
            table.Add(
                form,
                Table.Ratio(measured.Time, plain.Value.Time),
                Table.Ratio(measured.Code, plain.Value.Code),
                Table.Ratio(measured.File, plain.Value.File),
                Table.Number(measured.Code / 1000));
        }

        table.Print();
    }

    private static (double Time, double Code, double File) CompileInChildren(string path, int processes, string listing)
    {
        var samples = new Samples();
        for (var i = 0; i < processes; i++)
        {
            samples.AddLines(Child.Run(["jit", path], new Dictionary<string, string>
            {
                ["DOTNET_TieredCompilation"] = "0",
                ["DOTNET_JitStdOutFile"] = listing,
                ["DOTNET_JitDisasmSummary"] = "1",
            }));
        }

        var code = File.ReadLines(listing).Select(static l => CodeSize().Match(l)).Where(static m => m.Success)
            .Sum(static m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        return code > 0 ? (samples["time"], (double)code / processes, new FileInfo(path).Length) : throw new InvalidOperationException("The JIT listed no method.");
    }

    private static int Use(JsonVariant variant, int use) => use switch
    {
        0 => variant.Serialise(),
        1 => variant.Deserialise(),
        _ => variant.Linq(),
    };

    private static void Build(string form, string input, string output)
    {
        if (form == Forms[0])
            File.Copy(input, output);
        else if (form == Forms[4])
            Builds.WeaveOpen(input, output);
        else if (form == Forms[5])
            Builds.WeaveClosed(input, output);
        else
            Builds.Weave(input, output, form == Forms[1] ? SmallMethods.Leave : form == Forms[2] ? SmallMethods.Accessors : SmallMethods.Export);
    }

    [GeneratedRegex(@"JIT compiled Newtonsoft.*code size=(\d+)")]
    private static partial Regex CodeSize();
}
