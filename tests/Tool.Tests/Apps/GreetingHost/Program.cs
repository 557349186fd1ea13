// Answers each line of its input with one line, and ends with its input. The greeter lives as long as the process.
var greeter = new Greeting.Greeter();
Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
    Console.WriteLine(greeter.Greet(line));
