using System.Reflection;
using HotWeave;
using HotWeave.Runtime;

var woven = typeof(Greeter).Assembly.GetCustomAttribute<BaselineAttribute>() is not null;
var greeter = new Greeter();
Console.WriteLine($"woven: {woven}, on {Environment.Version.Major}.{Environment.Version.Minor}");
Console.WriteLine(greeter.Greet("world"));
if (args.Length > 0)
{
    await HotSwap.ApplyAsync(args[0]);
    Console.WriteLine($"patched: {greeter.Greet("world")}");
    if (args is [_, "confirm"])
    {
        var confirmation = await HotSwap.ConfirmAsync();
        Console.WriteLine($"confirmed with {confirmation.Warnings.Count} warnings");
        return;
    }

    await HotSwap.RollbackAsync();
    Console.WriteLine($"rolled back: {greeter.Greet("world")}");
}
