using HotWeave.Conformance;
using HotWeave.Runtime;

namespace HotWeave.Services.Tests.Service;

/// <summary>What the service does, by whichever framework it is asked.</summary>
[Swappable]
public sealed class Desk(IShelf shelf)
{
    private static int s_number;
    private static int s_notes;

    public static int Notes => Volatile.Read(ref s_notes);

    public static void Note() => Interlocked.Increment(ref s_notes);

    public async Task<Answer> AskAsync()
    {
        var before = Part.Of(nameof(Desk));
        var parts = await shelf.ReadAsync();
        await Task.Yield();
        return new Answer(Interlocked.Increment(ref s_number), [before, .. parts, Part.Of(nameof(Desk))]);
    }

    public async Task<Answer> AskBehindAsync()
    {
        while (HotSwap.GetStatus().Waiting is not { Waiting: > 0 })
            await Task.Delay(1);
        return await AskAsync();
    }

    public static Part Look() => Part.Of(nameof(Desk));

    public static async Task<bool> RunUntilCancelledAsync()
    {
        try
        {
            await Task.Delay(Timeout.Infinite, UnitOfWork.CancellationToken);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    public static async Task<Part> RunUntilReleasedAsync()
    {
        await OperatorConsole.Released;
        return Part.Of(nameof(Desk));
    }
}
