// Answers each line of its input with one line, and ends with its input. The greeter lives as long as the process; so does a unit of work
// that it is asked to begin.
var greeter = new Greeting.Greeter();
Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
    Console.WriteLine(EndlessUnit.IsAskedFor(line) ? EndlessUnit.Begin() : greeter.Greet(line));

internal static class EndlessUnit
{
    // As long as somebody can end it, nobody takes it for forgotten.
    private static object? s_unit;

    public static bool IsAskedFor(string line) => line == "begin a unit";

    // The source knows nothing of HotWeave.
    public static string Begin()
    {
        s_unit = Type.GetType("HotWeave.UnitOfWork, HotWeave.Runtime", throwOnError: true)!.GetMethod("EnterRoot")!.Invoke(null, ["endless"]);
        return s_unit is null ? "none" : "begun";
    }
}
