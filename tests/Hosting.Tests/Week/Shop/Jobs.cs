using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace Week.Jobs;

public class Journal
{
    private readonly ConcurrentQueue<string> _lines = new();
    public void Write(string line) => _lines.Enqueue(line);
    public string Read() => string.Join(" ", _lines);
}

public class Ticker(Journal journal) : BackgroundService
{
    private readonly SemaphoreSlim _work = new(0);

    public void Tick() => _work.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _work.WaitAsync(stoppingToken);
            journal.Write(Say());
        }
    }

#if V2
    private string Say() { return "tick2"; }
#elif V3
    private string Say() { return "tick3"; }
#else
    private string Say() { return "tick1"; }
#endif
}

#if V2 || V3
public class Sweeper(Journal journal) : IHostedService
{
    public Task StartAsync(CancellationToken stop) { journal.Write("sweeps"); return Task.CompletedTask; }
    public Task StopAsync(CancellationToken stop) { journal.Write("swept"); return Task.CompletedTask; }
}
#endif
