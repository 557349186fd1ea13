namespace HotWeave.Weaver.Tests.Reach;

/// <summary>A program of some probes: it starts, then answers rounds in the loop of its <c>Main</c>.</summary>
internal sealed record ReachProgram(IReadOnlyList<Probe> Probes)
{
    private const int Size = 8;

    /// <summary>The program that a seed makes.</summary>
    public static ReachProgram From(int seed)
    {
        // The sequence of a seeded Random is the same for ever.
        var random = new Random(seed);
        var probes = new List<Probe>();
        for (var number = 1; number <= Size; number++)
        {
            var target = Target.All[random.Next(Target.All.Count)];
            var ways = WayIn.All.Where(w => w.Fits(target)).ToList();
            probes.Add(new Probe(number, target, ways[random.Next(ways.Count)], Value.New[random.Next(Value.New.Count)]));
        }

        return new ReachProgram(probes);
    }

    /// <summary>The source of the version in which these probes are changed.</summary>
    public string Source(IReadOnlyCollection<Probe> changed) => $$"""
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Linq.Expressions;
        using System.Threading;
        using System.Threading.Channels;
        using System.Threading.Tasks;

        [HotWeave.NotSwappable]
        public static class Turns
        {
            private static readonly List<SemaphoreSlim> s_waiters = [];
            public static readonly BlockingCollection<StringWriter> In = [];
            public static readonly SemaphoreSlim Done = new(0);
            public static volatile bool Ended;
            public static SemaphoreSlim Waiter() { var waiter = new SemaphoreSlim(0); lock (s_waiters) s_waiters.Add(waiter); return waiter; }
            public static void End() { Ended = true; In.CompleteAdding(); lock (s_waiters) s_waiters.ForEach(static w => w.Release()); }
        }

        public abstract class Looping
        {
            protected readonly SemaphoreSlim _go = Turns.Waiter(), _done = new(0);
            protected int _value;
            public int Ask() { _go.Release(); return _done.Wait(10_000) ? _value : -1; }
        }

        public static class Program
        {
            public static void Main()
            {
                {{string.Join("\n        ", Probes.Select(static p => p.StartUp()))}}
                while (true)
                {
                    if (!Turns.In.TryTake(out var turn, Timeout.Infinite))
                        return;
                    {{string.Join("\n            ", Probes.Select(static p => p.Round()))}}
                    Turns.Done.Release();
                }
            }
        }

        {{string.Join("\n\n", Probes.Select(p => p.Types(changed.Contains(p))))}}
        """;
}
