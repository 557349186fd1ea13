using System.Globalization;
using System.Runtime.CompilerServices;

// Answers each line of its input with one line, and ends with its input. A session of a class that only this assembly has is made by "derived".
var registry = new Sessions.Registry();
var own = new List<Sessions.Session>();
Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
{
    if (line == "forget")
        own.Clear();
    Console.WriteLine(line == "derived" ? Derive(own) : registry.Do(line));
}

// By itself, so that no frame of what runs on keeps the object.
[MethodImpl(MethodImplOptions.NoInlining)]
static string Derive(List<Sessions.Session> own)
{
    own.Add(new Derived());
    return own.Count.ToString(CultureInfo.InvariantCulture);
}

internal sealed class Derived() : Sessions.Session("derived", 9);
