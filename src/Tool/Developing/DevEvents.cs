using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace HotWeave.Tool.Developing;

/// <summary>What happens, in the order in which it happened. Anybody adds, from any thread; one takes.</summary>
internal sealed class DevEvents : IDisposable
{
    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(80);

    private readonly BlockingCollection<DevEvent> _queue = [];
    private readonly List<PosixSignalRegistration> _signals = [];

    /// <summary>Makes the signals that end a program end the session.</summary>
    public void TakeSignals()
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                Add(new DevEvent.Quit());
            }));
        }
    }

    /// <summary>Adds one.</summary>
    public void Add(DevEvent happened) => _queue.Add(happened);

    /// <summary>Waits for the next. Changes of files that follow each other at once are one: an editor writes several, and a build reads all.</summary>
    public DevEvent WaitForNext()
    {
        var next = _queue.Take();
        if (next is not DevEvent.Changed change)
            return next;
        while (_queue.TryTake(out var following, s_settling))
        {
            if (following is not DevEvent.Changed more)
            {
                // What came between is answered next; what it interrupts has settled.
                _queue.Add(following);
                return change;
            }

            change = new DevEvent.Changed([.. change.Paths.Union(more.Paths, StringComparer.Ordinal)], change.Kind > more.Kind ? change.Kind : more.Kind);
        }

        return change;
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        // Threads that read keys or output may still add: the collection is left to the collector.
    }
}
