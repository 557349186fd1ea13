using System;
using System.Threading.Channels;
using System.Threading.Tasks;

public class Prices
{
#if V2
    public static int Of(int n) => n * 20;
#else
    public static int Of(int n) => n * 10;
#endif
}

class Worker
{
    public async Task RunAsync(ChannelReader<string> lines, ChannelWriter<string> answers)
    {
        while (true)
        {
            await lines.ReadAsync();
            await answers.WriteAsync("price " + Prices.Of(2));
        }
    }
}

static class Program
{
    private static async Task Main()
    {
        var lines = Channel.CreateUnbounded<string>();
        var answers = Channel.CreateUnbounded<string>();
        var worker = new Worker().RunAsync(lines.Reader, answers.Writer);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await lines.Writer.WriteAsync(line);
            Console.WriteLine(await answers.Reader.ReadAsync());
            Console.WriteLine("<<end>>");
        }

        lines.Writer.Complete();
        await worker.ContinueWith(static _ => { }, TaskScheduler.Default);
    }
}
