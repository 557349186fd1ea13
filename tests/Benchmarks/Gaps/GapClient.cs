using System.Diagnostics;
using System.Threading.Channels;

namespace HotWeave.Benchmarks.Gaps;

/// <summary>Sends one ping after the other and keeps the longest time between two answers. Every answer is checked.</summary>
internal sealed class GapClient : IDisposable
{
    private readonly Channel<int> _mailbox = Channel.CreateUnbounded<int>();
    private readonly Channel<int> _answers = Channel.CreateUnbounded<int>();
    private readonly Task _serving;
    private readonly Task _asking;

    // Written by the asking task; the longest is also put back to 0 by the one who measures.
    private long _longest;
    private long _count;
    private int _version;

    /// <summary>Begins to ask.</summary>
    public GapClient(Func<ChannelReader<int>, ChannelWriter<int>, Task> serve)
    {
        _serving = Task.Run(() => serve(_mailbox.Reader, _answers.Writer));
        _asking = Task.Run(AskAsync);
    }

    /// <summary>How many answers there were.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>The version that gave the last answer.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Does something, goes on for at least so long, and returns the longest gap in that time, in microseconds, with the time.</summary>
    public (double Gap, TimeSpan Length) Window(Action work, TimeSpan least)
    {
        Volatile.Write(ref _longest, 0);
        var begin = Stopwatch.GetTimestamp();
        work();
        if (least - Stopwatch.GetElapsedTime(begin) is { Ticks: > 0 } rest)
            Thread.Sleep(rest);
        if (_asking.IsCompleted)
            _asking.GetAwaiter().GetResult();
        return (new TimeSpan(Volatile.Read(ref _longest) * TimeSpan.TicksPerSecond / Stopwatch.Frequency).TotalMicroseconds, Stopwatch.GetElapsedTime(begin));
    }

    public void Dispose()
    {
        _mailbox.Writer.TryComplete();
        _serving.GetAwaiter().GetResult();
        _answers.Writer.TryComplete();
        _asking.GetAwaiter().GetResult();
    }

    private async Task AskAsync()
    {
        var last = Stopwatch.GetTimestamp();
        for (var ping = 0; _mailbox.Writer.TryWrite(ping); ping = (ping + 10) & 0xFFFF)
        {
            if (!await _answers.Reader.WaitToReadAsync() || !_answers.Reader.TryRead(out var answer))
                return;
            if (answer - ping is not (1 or 2))
                throw new InvalidOperationException($"{ping} was answered {answer}.");
            var now = Stopwatch.GetTimestamp();
            if (now - last > Volatile.Read(ref _longest))
                Volatile.Write(ref _longest, now - last);
            last = now;
            Volatile.Write(ref _count, _count + 1);
            Volatile.Write(ref _version, answer - ping);
        }
    }
}
