// Answers each line of its input with one line, and ends with its input. The greeter lives as long as the process; so does a unit of work
// that it is asked to begin.
const string BeginUnit = "begin a unit";
var greeter = new Greeting.Greeter();
object? unit = null;
Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
{
    if (line == BeginUnit)
        unit = Begin();
    Console.WriteLine(line == BeginUnit ? "begun" : greeter.Greet(line));
}

GC.KeepAlive(unit);

// Its source knows nothing of HotWeave.
static object? Begin() =>
    Type.GetType("HotWeave.UnitOfWork, HotWeave.Runtime", throwOnError: true)!.GetMethod("EnterRoot")!.Invoke(null, ["endless"]);
