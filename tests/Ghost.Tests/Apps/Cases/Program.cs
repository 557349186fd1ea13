using System.Reflection;
using System.Text.Json;
using HotWeave.Survey.EveryBody;

// Runs the cases that lie beside it, each in an assembly of its own, and answers with what they write, as one line. Prepares each once.
// "sweep A" has all of every patch compiled, with arguments for generic methods from the assembly A.
var prepared = new HashSet<string>();
Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
{
    var words = line.Split(' ');
    if (words[0] == "sweep")
    {
        Console.WriteLine(JsonSerializer.Serialize(Sweep(words[1])));
        continue;
    }

    Console.WriteLine(JsonSerializer.Serialize(Run(words[0], words[1], prepared.Add(line))));
}

static string Sweep(string library)
{
    var loaded = AppDomain.CurrentDomain.GetAssemblies();
    var sweep = new PatchSweep(new GenericArguments([.. loaded.Where(a => a.GetName().Name == library)]), static _ => { });
    foreach (var assembly in loaded.Where(static a => a.GetName().Name!.Contains(".patch-", StringComparison.Ordinal)))
        sweep.Compile(assembly);
    return string.Join("\n", [sweep.Compiled.ToString(), .. sweep.Failures]);
}

static string Run(string assembly, string name, bool isFirst)
{
    var output = new StringWriter();
    try
    {
        var type = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")).GetType(name, throwOnError: true)!;
        if (isFirst)
            type.GetMethod("Prepare", [])?.Invoke(null, null);
        type.GetMethod("Run", [typeof(TextWriter)])!.CreateDelegate<Action<TextWriter>>()(output);
    }
    catch (Exception e)
    {
        output.WriteLine("left by " + e);
    }

    return output.ToString();
}
