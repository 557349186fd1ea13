using HotWeave.Hosting.Tests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Hosting.Tests.Losses;

/// <summary>The sample TcpEcho with a thousand open connections, all of them busy.</summary>
public sealed class TcpEchoTests(ITestOutputHelper output) : SwapTest
{
    private const int Connections = 1_000;
    private static readonly int s_swaps = LossSize.Of(usual: 18, full: 1_000);
    private static readonly SwapMode[] s_modes = [SwapMode.Immediate, SwapMode.UnitOfWork, SwapMode.Quiescent];

    private long _answers;

    [Fact]
    public async Task A_thousand_connections_stay_open_and_every_line_is_answered_once()
    {
        await using var sample = await RunningSample.StartAsync(SampleSource.TcpEcho);
        EchoConnection[] connections = [.. Enumerable.Range(0, Connections).Select(static _ => new EchoConnection())];
        try
        {
            var port = (int)sample.Ready.Number("port");
            await Task.WhenAll(connections.Select(c => c.ConnectAsync(port))).WaitAsync(Limit.Time);
            var swaps = await SwapWhileAllTalkAsync(sample, connections);

            // What was still in flight is answered; from now on only the current version answers.
            var versions = await Task.WhenAll(connections.Select(static c => c.AskAsync())).WaitAsync(Limit.Time);
            Assert.All(versions, static v => Assert.Equal("v1", v));
            Assert.All(connections, static c => Assert.True(c.Answered.GetValueOrDefault("v2") > 0, "a connection never got an answer of version 2"));
            var rest = await Task.WhenAll(connections.Select(static c => c.EndAsync())).WaitAsync(Limit.Time);
            Assert.All(rest, static line => Assert.Null(line));
            output.WriteLine($"{connections.Sum(static c => (long)c.Answered.Values.Sum())} lines on {Connections} connections, {swaps} swaps");
        }
        finally
        {
            Array.ForEach(connections, static c => c.Dispose());
        }

        await sample.StopAsync();
    }

    private async Task<int> SwapWhileAllTalkAsync(RunningSample sample, EchoConnection[] connections)
    {
        using var stop = new CancellationTokenSource();
        Task[] talking = [.. connections.Select(c => Task.Run(() => TalkAsync(c, stop.Token)))];
        var swaps = 0;
        try
        {
            for (; swaps < s_swaps || swaps % 2 == 1; swaps++)
            {
                var mode = s_modes[swaps / 2 % s_modes.Length];
                await sample.TurnAsync(swaps % 2 == 0 ? 2 : 1, new SwapOptions { Mode = mode, Reclaimable = LossSize.IsFull, Timeout = Limit.Time });
                // As many answers as connections, on the average one of each.
                var answers = Interlocked.Read(ref _answers);
                await Limit.UntilAsync(() => Interlocked.Read(ref _answers) >= answers + Connections || Array.Exists(talking, static t => t.IsCompleted));
            }
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(talking).WaitAsync(Limit.Time);
        return swaps;
    }

    private async Task TalkAsync(EchoConnection connection, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await connection.AskAsync();
            Interlocked.Increment(ref _answers);
        }
    }
}
