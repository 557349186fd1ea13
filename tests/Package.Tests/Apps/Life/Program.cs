using System.Threading.Channels;
using HotWeave;

// Objects, delegates, a unit of work and a loop that live through versions one, two and three, and back.
var account = new Account();
var worker = new Worker();
var handler = worker.Handler;
var messages = Channel.CreateUnbounded<string>();
var answers = Channel.CreateUnbounded<string>();
var loop = worker.LoopAsync(messages.Reader, answers.Writer);
Console.WriteLine($"on {Environment.Version.Major}.{Environment.Version.Minor}");
await TellAsync("begun");
if (args is not [var two, var three, ..])
    return;

var middle = new TaskCompletionSource();
var job = worker.JobAsync(middle.Task);
var second = await HotSwap.ApplyAsync(two);
Console.WriteLine($"in mode {second.Mode}");
middle.SetResult();
Console.WriteLine($"a job over the border: {await job}");
await TellAsync("two");
using (account as IDisposable)
    Console.WriteLine($"can be disposed of: {account is IDisposable}");
Console.WriteLine(account.ToString());

var third = await HotSwap.ApplyAsync(three);
Console.WriteLine($"in mode {third.Mode}");
await TellAsync("three");
if (args is [_, _, "confirm"])
{
    var confirmation = await HotSwap.ConfirmAsync();
    Console.WriteLine($"confirmed with {confirmation.Warnings.Count} warnings");
    return;
}

await HotSwap.RollbackAsync(new VersionNumber(0));
await TellAsync("one again");
messages.Writer.Complete();
await loop;

async Task TellAsync(string name)
{
    await messages.Writer.WriteAsync("a message");
    var answer = await answers.Reader.ReadAsync();
    Console.WriteLine($"{name}: {account.Add(150)}; {handler()}; {answer}; {await worker.JobAsync(Task.CompletedTask)}; {worker.Pick([1, 2, 3], 0)} {worker.Pick(["a", "b"], 0)}");
}
