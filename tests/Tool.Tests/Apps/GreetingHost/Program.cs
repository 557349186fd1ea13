// Answers each line of its input with one line, and ends with its input. The greeter lives as long as the process; so does a unit of work
// that it is asked to begin.
var greeter = new Greeting.Greeter();
Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
    Console.WriteLine(line == "begin a unit" ? Begin() : greeter.Greet(line));

// The source knows nothing of HotWeave. As long as somebody can end the unit, nobody takes it for forgotten.
static string Begin()
{
    var enter = Type.GetType("HotWeave.UnitOfWork, HotWeave.Runtime", throwOnError: true)!.GetMethod("EnterRoot")!;
    AppDomain.CurrentDomain.SetData("unit", enter.Invoke(null, ["endless"]));
    return "begun";
}
