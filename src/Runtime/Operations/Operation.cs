using System.Diagnostics;
using HotWeave.Guarding;

namespace HotWeave.Operations;

/// <summary>What is running, for messages, the audit, and whoever wants it ended; the name gets more exact once the patch was read.</summary>
internal sealed class Operation : IDisposable
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource _cancellation;

    /// <param name="kind">One word.</param>
    /// <param name="requester">On whose behalf; null where nobody said so.</param>
    /// <param name="caller">The token of who called it.</param>
    internal Operation(string kind, string? requester, CancellationToken caller)
    {
        Kind = Name = kind;
        Requester = requester;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Cancellation = _cancellation.Token;
    }

    internal string Kind { get; }

    internal string? Requester { get; }

    internal string Name { get; set; }

    /// <summary>The digest of the patch that it is about, once that is known.</summary>
    internal string? PatchId { get; set; }

    /// <summary>Who signed it, by name.</summary>
    internal IReadOnlyList<string> SignedBy { get; set; } = [];

    internal TimeSpan Age => Stopwatch.GetElapsedTime(_began);

    /// <summary>Signalled by the caller, or by whoever cancels what is under way. Looked at up to the turn.</summary>
    internal CancellationToken Cancellation { get; }

    public void Dispose() => _cancellation.Dispose();

    /// <summary>Signals the token. Callbacks are hooks' own.</summary>
    internal void Cancel() => OwnWork.Run("cancelling " + Name, () =>
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    });
}
