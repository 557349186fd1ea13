using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Channels;
using System.Threading.Tasks;

// Runs that are fed for hours, by a stream, by lines and by whoever asks an iterator; what they call moves.
public class Session
{
    private readonly Channel<string> _asked = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();
    private readonly IAsyncEnumerator<string> _feed;

    private Task? _run;

    public Session() => _feed = Feed(100_000).GetAsyncEnumerator();

    public string Ask()
    {
        _run ??= Duplex();
        _asked.Writer.TryWrite("");
        var duplex = _answers.Reader.ReadAsync().AsTask().Result;
        _feed.MoveNextAsync().AsTask().Wait();
        return duplex + " " + _feed.Current;
    }

    private async Task<bool> MoveNext()
    {
        await _asked.Reader.ReadAsync();
        return true;
    }

    private async Task Duplex()
    {
        while (await MoveNext())
            Handle("duplex");
        Console.Error.Write("");
    }

    private async IAsyncEnumerable<string> Feed(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return Text("feed");
        }
    }

#if V2
    private static string Text(string what) => string.Join(" ", what, "v2");

    private void Handle(string what) => _answers.Writer.TryWrite(string.Join(" ", what, "v2"));
#else
    private static string Text(string what) => string.Join(" ", what, "v1");

    private void Handle(string what) => _answers.Writer.TryWrite(string.Join(" ", what, "v1"));
#endif
}

public static class Case
{
    private static Session? s_session;

    public static void Run(TextWriter output) => output.WriteLine((s_session ??= new Session()).Ask());
}
