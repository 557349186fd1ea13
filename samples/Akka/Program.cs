using Akka.Actor;
using Akka.Configuration;
using Warehouse;

// A warehouse: one actor for each article, and a desk at the console, until the input ends.
Config config = ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }");
using ActorSystem system = ActorSystem.Create("warehouse", config.UseHotWeave());
Console.WriteLine($"ready pid={Environment.ProcessId}");

var desk = new Desk(system);
while (await Task.Run(Console.ReadLine) is { Length: > 0 } line)
    Console.WriteLine(await desk.AnswerAsync(line.Split(' ')));
await system.Terminate();
Console.WriteLine("done");
