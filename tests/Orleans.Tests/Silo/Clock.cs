using System.Collections.Concurrent;
using HotWeave.Conformance;
using HotWeave.Runtime;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace HotWeave.Orleans.Tests.Silo;

[Swappable]
public sealed class Clock : Grain, IClock, IRemindable, IOnCodeChange
{
    private readonly ConcurrentDictionary<string, string> _work = [];

    private IAsyncStream<int> Numbers => this.GetStreamProvider("memory").GetStream<int>(StreamId.Create("numbers", this.GetPrimaryKeyLong()));

    public async Task StartAsync()
    {
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.FromMilliseconds(5)));
        await this.RegisterOrUpdateReminder("often", TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
        await Numbers.SubscribeAsync((_, _) => Note());
    }

    public Task<Dictionary<string, string>> FindWorkAsync() => Task.FromResult(new Dictionary<string, string>(_work));

    public Task ReceiveReminder(string reminderName, TickStatus status) => Note();

    public Task OnCodeChangeAsync(VersionNumber version)
    {
        _work["told"] = $"{version} {Release.Name}";
        Registrations.Repeat(this);
        return Note();
    }

    internal Task TickAsync(CancellationToken cancellation) => Note();

    internal Task Note()
    {
        _work[UnitOfWork.Name ?? "none"] = Release.Name;
        return Task.CompletedTask;
    }
}
