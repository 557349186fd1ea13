using HotWeave.Benchmarks.Calls;
using HotWeave.Benchmarks.Casts;
using HotWeave.Benchmarks.Fields;
using HotWeave.Benchmarks.Gaps;
using HotWeave.Benchmarks.Json;
using HotWeave.Benchmarks.Measuring;
using HotWeave.Benchmarks.Memory;
using HotWeave.Benchmarks.Patches;
using HotWeave.Benchmarks.StartUp;
using HotWeave.Benchmarks.State;
using HotWeave.Benchmarks.Units;
using HotWeave.Benchmarks.Weaving;
using HotWeave.Benchmarks.Web;

var tables = new Dictionary<string, Action<bool>>
{
    ["calls"] = CallTable.Print,
    ["structs"] = CallTable.PrintStructs,
    ["json"] = JsonTable.Print,
    ["startup"] = StartUpTable.Print,
    ["weaving"] = WeavingTable.Print,
    ["patches"] = PatchTable.Print,
    ["fields"] = FieldTable.Print,
    ["state"] = StateTable.Print,
    ["casts"] = CastTable.Print,
    ["units"] = UnitTable.Print,
    ["web"] = WebTable.Print,
    ["memory"] = MemoryTable.Print,
    ["gaps"] = GapTable.Print,
};

if (args is [Child.Verb, ..])
{
    RunChild(args[1..]);
    return 0;
}

var isShort = args.Contains("--short");
var chosen = args.Where(static a => a != "--short").ToArray();
if (chosen.FirstOrDefault(a => !tables.ContainsKey(a)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no table {unknown}. Usage: [--short] [{string.Join(" | ", tables.Keys)}]...");
    return 2;
}

foreach (var name in chosen.Length == 0 ? tables.Keys.Where(static t => t != "structs") : chosen)
    tables[name](isShort);
if (isShort)
    Console.WriteLine("\nEverything ran and answered right. The numbers of the short mode mean nothing.");
return 0;

static void RunChild(string[] part)
{
    switch (part)
    {
        case ["calls", var mode, .. var shapes]:
            CallTable.Measure(mode == "short", shapes);
            break;
        case ["json", var mode]:
            JsonTable.Measure(mode == "short");
            break;
        case ["jit", var path]:
            JsonTable.Compile(path);
            break;
        case ["weaving", var way, var input, var mode]:
            WeavingTable.Measure(way, input, mode == "short");
            break;
        case ["patch", var types, var methods, var mode]:
            PatchTable.Take(int.Parse(types, System.Globalization.CultureInfo.InvariantCulture), int.Parse(methods, System.Globalization.CultureInfo.InvariantCulture), mode == "short");
            break;
        case ["gaps", var server, .. var swap, var rounds]:
            GapMeasurement.Run(server, swap.SingleOrDefault(), int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture));
            break;
        case ["memory", var kind, var woven, var patches, var swaps]:
            MemoryTable.Measure(kind, woven, patches, int.Parse(swaps, System.Globalization.CultureInfo.InvariantCulture));
            break;
        case ["making", var edit, var mode]:
            MakingTable.Measure(edit, mode == "short");
            break;
        case ["web", var path, var units]:
            WebTable.Serve(path, units);
            break;
        default:
            throw new ArgumentException($"There is no part {string.Join(' ', part)}.");
    }
}
