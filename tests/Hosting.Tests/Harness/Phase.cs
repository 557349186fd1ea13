namespace HotWeave.Hosting.Tests.Harness;

/// <summary>A place in the code under test where it is held until the test lets it go on.</summary>
internal sealed class Phase
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the code is there.</summary>
    internal Task Reached => _reached.Task.WaitAsync(Limit.Time);

    /// <summary>Called by the code under test.</summary>
    internal Task HoldAsync()
    {
        _reached.TrySetResult();
        return _left.Task.WaitAsync(Limit.Time);
    }

    internal void Leave() => _left.TrySetResult();
}

/// <summary>How long what must happen may take before a test fails.</summary>
internal static class Limit
{
    internal static readonly TimeSpan Time = TimeSpan.FromSeconds(60);

    /// <summary>Completes when the condition holds; asks again and again.</summary>
    internal static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Time);
        while (!condition())
            await Task.Delay(1, limit.Token);
    }

    /// <inheritdoc cref="UntilAsync(Func{bool})"/>
    internal static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Time);
        while (!await condition())
            await Task.Delay(1, limit.Token);
    }
}
