using System.Net;
using System.Net.Sockets;
using System.Runtime;
using GameServer;

// A world that ticks sixty times a second, and players who send commands, until Enter is pressed. "lap" says how late ticks were since the
// last one. Collections that stop the world for long are put off as long as there is memory.
GCSettings.LatencyMode = GCLatencyMode.SustainedLowLatency;
using var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
Console.WriteLine($"ready pid={Environment.ProcessId} port={((IPEndPoint)listener.LocalEndpoint).Port}");

var world = new World();
using var stop = new CancellationTokenSource();
var clock = new Clock(world);
var ticking = new Thread(() => clock.Run(stop.Token)) { Name = "clock" };
ticking.Start();
var playing = new Gate(listener, world).RunAsync(stop.Token);
await Task.WhenAny(playing, Task.Run(() =>
{
    while (Console.ReadLine() is { Length: > 0 })
        Console.WriteLine($"lap ticks={clock.Ticks} latest={clock.TakeLatest().TotalMilliseconds:0.0}");
}));
await stop.CancelAsync();
await playing;
ticking.Join();
Console.WriteLine($"done ticks={clock.Ticks} world={world.Now + 1} latest={clock.TakeLatest().TotalMilliseconds:0.0}");
