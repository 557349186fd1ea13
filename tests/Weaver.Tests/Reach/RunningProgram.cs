using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Reach;

/// <summary>A program whose <c>Main</c> runs in this process and answers rounds.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly System.Collections.Concurrent.BlockingCollection<StringWriter> _turns;
    private readonly SemaphoreSlim _done;
    private readonly Action _end;
    private readonly Thread _main;

    public RunningProgram(string path)
    {
        Loaded = Loaded.From(path);
        var turns = Loaded.Assembly.GetType("Turns", throwOnError: true)!;
        _turns = (System.Collections.Concurrent.BlockingCollection<StringWriter>)turns.GetField("In")!.GetValue(null)!;
        _done = (SemaphoreSlim)turns.GetField("Done")!.GetValue(null)!;
        _end = turns.GetMethod("End")!.CreateDelegate<Action>();
        _main = new Thread(Loaded.Assembly.EntryPoint!.CreateDelegate<Action>().Invoke) { IsBackground = true };
        _main.Start();
    }

    public Loaded Loaded { get; }

    /// <summary>What each probe answers now.</summary>
    public IReadOnlyDictionary<string, string> Ask()
    {
        var turn = new StringWriter();
        _turns.Add(turn);
        Assert.True(_done.Wait(TimeSpan.FromMinutes(2)), "The program does not answer.");
        return turn.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static line => line.Split(' ', 2))
            .ToDictionary(static words => words[0], static words => words[1], StringComparer.Ordinal);
    }

    public void Dispose()
    {
        _end();
        Assert.True(_main.Join(TimeSpan.FromMinutes(2)), "The program does not end.");
    }
}
