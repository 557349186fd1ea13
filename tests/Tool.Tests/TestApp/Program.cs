// Says that it runs, echoes lines, and ends with its input. Refers to HotWeave.Runtime, so that the runtime is deployed with it.
using HotWeave;

Console.WriteLine($"ready {Environment.ProcessId} {typeof(HotSwap).Assembly.GetName().Name}");
while (Console.ReadLine() is { } line)
    Console.WriteLine("echo " + line);
