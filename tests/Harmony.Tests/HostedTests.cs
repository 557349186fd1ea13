using System.Collections.Concurrent;
using HotWeave.Tool.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotWeave.Harmony.Tests;

/// <summary>A host weaves before it starts its services, and starts as it is where that is refused.</summary>
public sealed class HostedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_refusal_is_logged_before_any_service_starts_and_ends_nothing()
    {
        var said = new Said();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(said);
        builder.Services.AddHostedService(_ => new Work(said));
        builder.Services.AddHotWeaveHarmony(_folder.Path);
        using (var host = builder.Build())
        {
            await host.StartAsync();
            await host.StopAsync();
        }

        Assert.Equal(["Error HW9074", "work"], said.Lines);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Work(Said said) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            said.Lines.Enqueue("work");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Said : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is SwapException refused)
                Lines.Enqueue($"{logLevel} {refused.Code}");
        }

        public void Dispose()
        {
        }
    }
}
