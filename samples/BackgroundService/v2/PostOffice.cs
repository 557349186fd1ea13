using System.Threading.Channels;
using HotWeave;
using Microsoft.Extensions.Hosting;

namespace Mailing;

/// <summary>A service that runs for as long as the process does, and delivers letters one by one.</summary>
[Swappable]
internal sealed class PostOffice(ChannelReader<string> letters) : BackgroundService
{
    private int _delivered;

    /// <summary>The loop. It runs once and keeps its code; it ends with the channel only, so what it calls is looked up anew each time.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (string letter in letters.ReadAllAsync(stoppingToken))
            await DeliverAsync(letter);
    }

    /// <summary>One letter: a unit of work, which sees one version from begin to end.</summary>
    [UnitOfWork]
    private async Task DeliverAsync(string letter)
    {
        string stamped = Stamp(letter);
        await Task.Yield();
        _delivered++;
        Console.WriteLine($"{_delivered}: {stamped}, sealed by {Seal()} in {UnitOfWork.Name}");
    }

    private static string Stamp(string letter) => $"{letter} stamped by v2";

    private static string Seal() => "v2";
}
