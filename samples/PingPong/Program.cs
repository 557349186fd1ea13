using System.Globalization;
using System.Threading.Channels;
using PingPong;

// Eight clients ping one server until Enter is pressed (or until each has sent as many pings as the first argument says).
long count = args is [string text] ? long.Parse(text, CultureInfo.InvariantCulture) : long.MaxValue;

var tally = new Tally();
var mailbox = Channel.CreateBounded<Ping>(1_000); // always full: there are a thousand pings in flight at any moment
var handler = new PingHandler();
var server = new Server(mailbox.Reader, handler);
Client[] clients = [.. Enumerable.Range(0, 8).Select(_ => new Client(mailbox.Writer, tally))];

Console.WriteLine($"ready pid={Environment.ProcessId}");
using var stop = new CancellationTokenSource();
Task serving = server.RunAsync();
Task sending = Task.WhenAll(clients.Select(client => client.SendAsync(count, stop.Token)));
Task receiving = Task.WhenAll(clients.Select(client => client.ReceiveAsync()));
Task printing = PrintAsync(stop.Token);

// Nothing is abandoned: the clients fall silent, the server answers what is in flight, the clients take the last pongs.
await (count == long.MaxValue ? Task.WhenAny(serving, Task.Run(Console.ReadLine)) : Task.WhenAny(serving, sending));
await stop.CancelAsync();
if (serving.IsCompleted)
    await serving; // it never ends by itself but by a failure
await sending;
mailbox.Writer.Complete();
await serving;
Array.ForEach(clients, client => client.Close());
await receiving;
await printing;

Console.WriteLine($"done {tally} served={handler.Served}");
return tally.IsComplete ? 0 : 1;

async Task PrintAsync(CancellationToken stopped)
{
    while (!stopped.IsCancellationRequested)
    {
        Console.WriteLine(tally);
        await Task.Delay(250, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
