using Microsoft.CodeAnalysis;

namespace HotWeave.Hosting.Tests.Harness;

/// <summary>The sample MinimalApi, woven, running in this process. Disposing ends it as its user does, by the end of input.</summary>
internal sealed class MinimalApi : IAsyncDisposable
{
    // What the web SDK imports by itself, as far as the sample needs it.
    private const string ImplicitUsings = """
        global using System;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly Lazy<WovenProgram> s_program = new(static () => WovenProgram.Load(
        "MinimalApi",
        OutputKind.ConsoleApplication,
        [ImplicitUsings, Source("Program.cs"), Source("PriceList.cs"), Source("Quote.cs")],
        [ImplicitUsings, Source("v2/Program.cs"), Source("v2/PriceList.cs"), Source("v2/Discount.cs"), Source("Quote.cs")]));

    private readonly (TextReader In, TextWriter Out) _console = (Console.In, Console.Out);
    private readonly Input _input = new();
    private readonly Output _output = new();
    private readonly Task _main;

    private MinimalApi()
    {
        Console.SetIn(_input);
        Console.SetOut(_output);
        _main = Task.Factory.StartNew(
            static () => s_program.Value.Assembly.EntryPoint!.Invoke(null, [Array.Empty<string>()]), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    internal static byte[] Patch => s_program.Value.Patch;

    internal HttpClient Client { get; } = new();

    internal static async Task<MinimalApi> StartAsync()
    {
        var sample = new MinimalApi();
        await Task.WhenAny(sample._main, sample._output.Address).WaitAsync(Limit.Time);
        if (sample._main.IsCompleted)
            await sample._main;
        sample.Client.BaseAddress = await sample._output.Address;
        return sample;
    }

    public async ValueTask DisposeAsync()
    {
        _input.Dispose();
        await _main;
        Console.SetIn(_console.In);
        Console.SetOut(_console.Out);
        Client.Dispose();
        await _output.DisposeAsync();
    }

    private static string Source(string file)
    {
        using var stream = typeof(MinimalApi).Assembly.GetManifestResourceStream("MinimalApi/" + file)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Has no line until it is disposed.</summary>
    private sealed class Input : TextReader
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

    /// <summary>Looks for the line with which the sample says that it is ready.</summary>
    private sealed class Output : StringWriter
    {
        private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<Uri> Address => _address.Task;

        public override void WriteLine(string? value)
        {
            if (value?.Split("url=") is [_, var address])
                _address.TrySetResult(new Uri(address));
        }
    }
}
