using System.Reflection;
using System.Runtime.Loader;

namespace HotWeave.Hosting.Tests.Harness;

/// <summary>A sample, woven, that runs in this process, where swaps follow each other faster than a tool could ask for them. It begins on its baseline, with statics of its own.</summary>
internal sealed class RunningSample : IAsyncDisposable
{
    private readonly (TextReader In, TextWriter Out) _console = (Console.In, Console.Out);
    private readonly SampleInput _input = new();
    private readonly SampleOutput _output = new();
    private readonly SampleSource _source;
    private readonly AssemblyLoadContext _context;
    private readonly Task<int> _main;

    private RunningSample(SampleSource source)
    {
        _source = source;
        var assembly = source.Program.Load();
        _context = AssemblyLoadContext.GetLoadContext(assembly)!;
        Console.SetIn(_input);
        Console.SetOut(_output);
        _main = Task.Factory.StartNew(() => Run(assembly), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The values of the line that it printed last.</summary>
    internal SampleValues Latest => _output.Latest;

    /// <summary>The values of the line with which it said that it is ready.</summary>
    internal SampleValues Ready => _output.Ready.Result;

    /// <summary>Whether it has ended, by failure unless <see cref="StopAsync"/> was called.</summary>
    internal bool HasEnded => _main.IsCompleted;

    internal static async Task<RunningSample> StartAsync(SampleSource source)
    {
        var sample = new RunningSample(source);
        await Task.WhenAny(sample._main, sample._output.Ready).WaitAsync(Limit.Time);
        if (!sample._output.Ready.IsCompleted)
            throw new InvalidOperationException($"The sample ended with {await sample._main} before it was ready.");
        return sample;
    }

    /// <summary>Turns to the sample's version 2, or back to 1.</summary>
    internal Task<SwapResult> TurnAsync(int version, SwapOptions options) => version == 2
        ? HotSwap.ApplyAsync(_source.Program.Patch, options with { LoadContext = _context })
        : HotSwap.RollbackAsync(VersionNumber.Baseline, options);

    /// <summary>Ends its input, as its user would, and returns the values of its last line.</summary>
    internal async Task<SampleValues> StopAsync()
    {
        _input.Dispose();
        Xunit.Assert.Equal(0, await _main.WaitAsync(Limit.Time));
        return Latest;
    }

    public async ValueTask DisposeAsync()
    {
        _input.Dispose();
        await _main.WaitAsync(Limit.Time);
        Console.SetIn(_console.In);
        Console.SetOut(_console.Out);
        await _output.DisposeAsync();
    }

    private static int Run(Assembly assembly)
    {
        try
        {
            return assembly.EntryPoint!.Invoke(null, [Array.Empty<string>()]) as int? ?? 0;
        }
        catch (TargetInvocationException e)
        {
            throw new InvalidOperationException("The sample failed: " + e.InnerException, e.InnerException);
        }
    }

    /// <summary>Has no line until it is disposed.</summary>
    private sealed class SampleInput : TextReader
    {
        private readonly TaskCompletionSource _ended = new();

        public override string? ReadLine()
        {
            _ended.Task.Wait();
            return null;
        }

        protected override void Dispose(bool disposing)
        {
            _ended.TrySetResult();
            base.Dispose(disposing);
        }
    }

    /// <summary>Keeps the last line.</summary>
    private sealed class SampleOutput : StringWriter
    {
        private readonly TaskCompletionSource<SampleValues> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile SampleValues _latest = new("");

        internal Task<SampleValues> Ready => _ready.Task;

        internal SampleValues Latest => _latest;

        public override void WriteLine(string? value)
        {
            _latest = new SampleValues(value ?? "");
            if (_latest.Text.StartsWith("ready ", StringComparison.Ordinal))
                _ready.TrySetResult(_latest);
        }

        public override void WriteLine(object? value) => WriteLine(value?.ToString());
    }
}
