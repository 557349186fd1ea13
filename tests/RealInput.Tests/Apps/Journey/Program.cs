using System.Collections.Concurrent;
using System.Text;

namespace HotWeave.Journey;

/// <summary>
/// Works with Newtonsoft.Json. `fresh`: does each piece of work once and prints the results. Otherwise the arguments are an itinerary: `baseline`, or names of patches beside this
/// program; an earlier version is rolled back to, any other is applied. Several threads work all the while, and after each step every result is printed.
/// </summary>
internal static class Program
{
    private static readonly object s_gate = new();
    private static readonly ConcurrentDictionary<(string, string), bool> s_seenInUnits = new();
    private static readonly List<Exception> s_failures = new();
    private static volatile bool s_end;

    public static async Task<int> Main(string[] arguments)
    {
        var kept = new Kept();
        Print("baseline", kept);
        if (arguments[0] == "fresh")
            return 0;

        var workers = new[] { new Worker(inUnits: false), new Worker(inUnits: false), new Worker(inUnits: true), new Worker(inUnits: true) };
        foreach (var worker in workers)
            worker.AwaitRounds();
        var versions = new Dictionary<string, VersionNumber> { ["baseline"] = VersionNumber.Baseline };

        // 13.0.1 has another hash code for keys of its caches, and 13.0.4 gave fields up: both versions at once would not do, and there is no way back for what the caches hold,
        // which they make again.
        var options = new SwapOptions { Mode = SwapMode.Quiescent, Timeout = TimeSpan.FromMinutes(1), AcceptState = true };
        foreach (var step in arguments)
        {
            var result = versions.TryGetValue(step, out var known) && known < UnitOfWork.Version
                ? await HotSwap.RollbackAsync(known, options)
                : await HotSwap.ApplyAsync(Path.Combine(AppContext.BaseDirectory, step + ".hotpatch"), options);
            versions[step] = result.To;
            foreach (var warning in result.Warnings)
                Fail(new InvalidOperationException(warning));
            Print(step, kept);
            foreach (var worker in workers)
                worker.AwaitRounds();
            Print(step + " again", kept);
        }

        s_end = true;
        foreach (var worker in workers)
            worker.Join();
        foreach (var (piece, result) in s_seenInUnits.Keys.OrderBy(static k => k.Item1, StringComparer.Ordinal))
            Write("unit", piece, result);
        foreach (var failure in s_failures)
            Write("failure", failure.GetType().Name, failure.ToString());
        return 0;
    }

    private static void Print(string step, Kept kept)
    {
        foreach (var (name, piece) in Pieces.All)
            Write(step, name, piece());
        Write(step, "kept", kept.Use());
    }

    // One line each, whatever is in them.
    private static void Write(string step, string piece, string text) =>
        Console.WriteLine(step + "\t" + piece + "\t" + Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

    private static void Fail(Exception failure)
    {
        lock (s_gate)
            s_failures.Add(failure);
    }

    private sealed class Worker
    {
        private readonly bool _inUnits;
        private readonly Thread _thread;
        private readonly Kept _kept = new();
        private int _rounds;
        private bool _ended;

        public Worker(bool inUnits)
        {
            _inUnits = inUnits;
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }

        /// <summary>Waits until every piece was done at least once from begin to end.</summary>
        public void AwaitRounds()
        {
            lock (s_gate)
            {
                var goal = _rounds + 2;
                while (_rounds < goal && !_ended)
                    Monitor.Wait(s_gate);
            }
        }

        public void Join() => _thread.Join();

        private void Run()
        {
            try
            {
                while (!s_end)
                {
                    foreach (var (name, piece) in Pieces.All)
                        Do(name, piece);
                    Do("kept", _kept.Use);
                    lock (s_gate)
                    {
                        _rounds++;
                        Monitor.PulseAll(s_gate);
                    }
                }
            }
            catch (Exception e)
            {
                Fail(e);
            }

            lock (s_gate)
            {
                _ended = true;
                Monitor.PulseAll(s_gate);
            }
        }

        private void Do(string name, Func<string> piece)
        {
            if (!_inUnits)
            {
                _ = piece();
                return;
            }

            using var unit = UnitOfWork.Enter(name);
            s_seenInUnits.TryAdd((name, piece()), true);
        }
    }
}
