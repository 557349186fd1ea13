using Weather;

// Each line typed is a place; its forecast is the answer. Ctrl+D (Ctrl+Z, Enter on Windows) ends the session.
Console.WriteLine($"ready pid={Environment.ProcessId}");
var station = new Station();
while (Console.ReadLine() is { } place)
    Console.WriteLine(station.Forecast(place));
Console.WriteLine("done");
