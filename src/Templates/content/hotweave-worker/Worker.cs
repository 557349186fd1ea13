using HotWeave;

namespace HotWeaveWorker._1;

/// <summary>Does one round of work each second, for as long as the process lives.</summary>
public sealed class Worker : BackgroundService
{
    private int _rounds;

    // A loop that runs keeps its code, so it has none of its own: what it calls is the current version at each round.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await RunRoundAsync(stoppingToken);
    }

    // One round is a unit of work: it sees one version of the code from begin to end.
    [UnitOfWork]
    private Task RunRoundAsync(CancellationToken stoppingToken)
    {
        _rounds++;
        Console.WriteLine($"Round {_rounds}");
        return Task.CompletedTask;
    }
}
