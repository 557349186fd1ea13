using LeftOut;

Console.WriteLine("ready");
while (Console.ReadLine() is { } name)
    Console.WriteLine(Mid.Say(name));
