using System.Threading.Channels;
using System.Threading.Tasks;
using HotWeave;

// A server that answers pings until its mailbox closes, each in a unit of work.
public static class GapServer
{
    public static async Task ServeAsync(ChannelReader<int> mailbox, ChannelWriter<int> answers)
    {
        await foreach (var ping in mailbox.ReadAllAsync())
            await answers.WriteAsync(await AnswerAsync(ping));
    }

    [UnitOfWork]
    private static ValueTask<int> AnswerAsync(int ping) => new(ping + Version());

#if V2
    private static int Version() => Added.Number;
#else
    private static int Version() => 1;
#endif

    [UnitOfWork]
    public static Task LongAsync() => Task.Delay(10);
}

#if V2
internal static class Added
{
    internal static int Number { get; } = 2;
}
#endif
