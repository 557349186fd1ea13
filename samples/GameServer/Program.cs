using System.Net;
using System.Net.Sockets;
using GameServer;

// A world that ticks sixty times a second, and players who send commands, until Enter is pressed.
using var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
Console.WriteLine($"ready pid={Environment.ProcessId} port={((IPEndPoint)listener.LocalEndpoint).Port}");

var world = new World();
using var stop = new CancellationTokenSource();
var clock = new Clock(world);
var ticking = new Thread(() => clock.Run(stop.Token)) { Name = "clock" };
ticking.Start();
var playing = new Gate(listener, world).RunAsync(stop.Token);
await Task.WhenAny(playing, Task.Run(Console.ReadLine));
await stop.CancelAsync();
await playing;
ticking.Join();
Console.WriteLine($"done ticks={clock.Ticks} latest={clock.Latest.TotalMilliseconds:0.0}");
