using System.Collections.Concurrent;

namespace PingPong;

/// <summary>What the clients saw, all together. Any thread may count and print.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, long> _answers = new();
    private long _sent;
    private long _wrong;

    /// <summary>No ping is without its pong, and no pong came twice or out of turn.</summary>
    public bool IsComplete => Interlocked.Read(ref _sent) == _answers.Values.Sum() && Interlocked.Read(ref _wrong) == 0;

    public void Sent() => Interlocked.Increment(ref _sent);

    public void Received(string version, bool inOrder)
    {
        _answers.AddOrUpdate(version, 1, (_, count) => count + 1);
        if (!inOrder)
            Interlocked.Increment(ref _wrong);
    }

    /// <summary>For example <c>sent=1200 received=1198 wrong=0 v1=1000 v2=198</c>.</summary>
    public override string ToString()
    {
        var answers = _answers.OrderBy(a => a.Key, StringComparer.Ordinal).ToArray(); // before _sent, which only grows
        return $"sent={Interlocked.Read(ref _sent)} received={answers.Sum(a => a.Value)} wrong={Interlocked.Read(ref _wrong)} "
            + string.Join(' ', answers.Select(a => $"{a.Key}={a.Value}"));
    }
}
