using System.Reflection;
using System.Text.Json;

// Runs the cases that lie beside it, each in an assembly of its own, and answers with what they write, as one line. Prepares each once.
var prepared = new HashSet<string>();
Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
{
    var words = line.Split(' ');
    Console.WriteLine(JsonSerializer.Serialize(Run(words[0], words[1], prepared.Add(line))));
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
