using System.Net;
using System.Net.Sockets;
using TcpEcho;

// Answers lines on a free port until Enter is pressed.
using var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
Console.WriteLine($"ready pid={Environment.ProcessId} port={((IPEndPoint)listener.LocalEndpoint).Port}");

var server = new Server(listener);
using var stop = new CancellationTokenSource();
Task running = server.RunAsync(stop.Token);
await Task.WhenAny(running, Task.Run(Console.ReadLine));
await stop.CancelAsync();
await running;
Console.WriteLine("done");
