using Counting;

// Each line typed is counted; "move" also makes the loop call itself by a qualified call. Ctrl+D (Ctrl+Z, Enter on Windows) ends the session.
Console.WriteLine($"ready pid={Environment.ProcessId}");
new Counter(Console.In, Console.Out).Loop();
Console.WriteLine("done");
