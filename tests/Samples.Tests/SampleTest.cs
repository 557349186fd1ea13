using Xunit;

namespace HotWeave.Samples.Tests;

/// <summary>All tests share the <see cref="Stage"/>, so they run one after the other, each with the machine to itself.</summary>
[CollectionDefinition(nameof(SharedStage))]
public sealed class SharedStage : ICollectionFixture<Stage>;

/// <summary>A test that runs a sample, with a deadline for all it awaits.</summary>
[Collection(nameof(SharedStage))]
public abstract class SampleTest(Stage stage) : IDisposable
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(3));

    protected Stage Stage { get; } = stage;

    /// <summary>Cancelled when the test has taken too long.</summary>
    protected CancellationToken Deadline => _deadline.Token;

    public void Dispose()
    {
        _deadline.Dispose();
        GC.SuppressFinalize(this);
    }
}
