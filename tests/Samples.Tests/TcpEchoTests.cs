using HotWeave.Staging;
using Xunit;

namespace HotWeave.Samples.Tests;

public sealed class TcpEchoTests(Stage stage) : SampleTest(stage)
{
    [Fact]
    public async Task Sixty_open_connections_keep_their_state_while_the_protocol_is_swapped_and_rolled_back()
    {
        string patch = await Stage.PatchAsync("TcpEcho", Deadline);
        await using SampleProcess sample = await Stage.StartAsync("TcpEcho", Deadline);
        TcpEchoClient[] clients = [.. Enumerable.Range(0, 60).Select(_ => new TcpEchoClient())];
        try
        {
            int port = (int)sample.Ready.Number("port");
            await Task.WhenAll(clients.Select(client => client.ConnectAsync(port, Deadline)));

            await WhileAllTalkAsync(clients, () => Stage.Tool.ApplyAsync(patch, sample.Id, Deadline));
            string[] longest = await Task.WhenAll(clients.Select(client => client.AskAsync("longest", Deadline)));
            Assert.All(longest, line => Assert.StartsWith("line", line, StringComparison.Ordinal)); // new code, old connection's lines
            Assert.All(clients, client => Assert.Equal(["v1", "v2"], client.Answerers));

            await WhileAllTalkAsync(clients, () => Stage.Tool.RollbackAsync(sample.Id, Deadline));
            string[] echoes = await Task.WhenAll(clients.Select(client => client.AskAsync("longest", Deadline)));
            Assert.All(echoes, echo => Assert.Equal("longest", echo)); // the old code knows no such word
            Assert.All(clients, client => Assert.Equal(["v1", "v2", "v1"], client.Answerers));

            await Task.WhenAll(clients.Select(client => client.AssertSilenceAsync(Deadline)));
        }
        finally
        {
            Array.ForEach(clients, client => client.Dispose());
        }
        await sample.StopAsync(Deadline);
    }

    /// <summary>Does something while every connection is busy, and returns when all have got an answer to their last line.</summary>
    private async Task WhileAllTalkAsync(TcpEchoClient[] clients, Func<Task> action)
    {
        using var stop = new CancellationTokenSource();
        Task talking = Task.WhenAll(clients.Select(client => client.TalkAsync(stop.Token, Deadline)));
        try
        {
            await action();
        }
        finally
        {
            await stop.CancelAsync();
            await talking;
        }
    }
}
