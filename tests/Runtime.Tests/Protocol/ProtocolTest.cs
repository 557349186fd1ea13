using HotWeave.Protocol;
using Xunit;

namespace HotWeave.Runtime.Tests.Protocol;

/// <summary>Begins and ends with both probe types steady on their baseline.</summary>
public abstract class ProtocolTest : IDisposable
{
    protected ProtocolTest()
    {
        Unit.SetAmbient(null);
        Assert.Equal((null, null), Probe.Slots());
    }

    public void Dispose()
    {
        Unit.SetAmbient(null);
        Transition.Turn(Array.Empty<HotWeave.Runtime.Dispatch?>(), moveUnits: true);
        Assert.Equal((null, null), Probe.Slots());
        Assert.Empty(Transition.OldEpochs());
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs code outside the caller's unit, as another request's thread would.</summary>
    private protected static T Outside<T>(Func<T> code)
    {
        var answer = default(T)!;
        var thread = new Thread(() => answer = code());
        thread.UnsafeStart();
        thread.Join();
        return answer;
    }

    /// <summary>Waits for what a pool thread does soon: fails instead of waiting for ever.</summary>
    private protected static async Task Eventually(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
