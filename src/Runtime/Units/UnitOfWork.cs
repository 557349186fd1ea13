using HotWeave.Protocol;

namespace HotWeave;

/// <summary>
/// Units of work: a request, a message, a job that sees one version of the code from begin to end, through awaits,
/// <c>Task.Run</c> and parallel loops. All members are thread-safe.
/// </summary>
/// <remarks>
/// <para>A unit flows with the <see cref="ExecutionContext"/>. Entering inside a unit joins it and never waits; the unit ends when
/// all that entered have left. What it leaves behind without a handle (fire-and-forget work, timers) is outside from then on.</para>
/// <para>While a swap in the mode <see cref="SwapMode.Quiescent"/> lets running units end, new root units wait:
/// <see cref="EnterAsync"/> without a thread, <see cref="Enter"/> by blocking.</para>
/// <para>See <c>docs/units-of-work.md</c>.</para>
/// </remarks>
public static class UnitOfWork
{
    internal const string Unnamed = "unnamed";

    /// <summary>Whether the caller is in a unit.</summary>
    public static bool IsInside => Unit.Current is not null;

    /// <summary>The name of the caller's unit; null outside.</summary>
    public static string? Name => Unit.Current?.Name;

    /// <summary>The age of the caller's unit; null outside.</summary>
    public static TimeSpan? Age => Unit.Current?.Age;

    /// <summary>The version that the caller's unit sees; outside, the one that is current at this moment.</summary>
    public static VersionNumber Version => new(Transition.CallersEpoch().Version);

    /// <summary>
    /// The token of the caller's unit, signalled when an operator asks it to end early; outside a token that is never signalled.
    /// </summary>
    public static CancellationToken CancellationToken => Unit.Current?.Cancellation.Token ?? default;

    /// <summary>
    /// Enters a unit: joins the caller's, or begins one. Blocks the thread while new units have to wait; asynchronous code uses
    /// <see cref="EnterAsync"/>.
    /// </summary>
    /// <param name="name">What status and messages call it, when it begins here; null for "unnamed".</param>
    /// <returns>A handle to dispose when the work is done.</returns>
    /// <remarks>The unit is the caller's context: call it in the method that is the unit, not in an async method that it awaits.</remarks>
    public static UnitHandle Enter(string? name = null) => UnitHandle.Enter(name ?? Unnamed);

    /// <summary>Enters a unit: joins the caller's, or begins one, waiting without a thread while new units have to wait.</summary>
    /// <param name="name">What status and messages call it, when it begins here; null for "unnamed".</param>
    /// <param name="cancellationToken">Ends the waiting with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>What to await, once and at once: <c>using var unit = await UnitOfWork.EnterAsync();</c></returns>
    public static UnitEntry EnterAsync(string? name = null, CancellationToken cancellationToken = default) =>
        new(name ?? Unnamed, isRoot: false, null, true, cancellationToken);

    /// <summary>
    /// Begins a unit of its own, whatever the caller is in: for one message of a stream that a unit may have opened. When the handle is
    /// disposed, the caller is where it was before. Blocks the thread while new units have to wait.
    /// </summary>
    /// <param name="name">What status and messages call it; null for "unnamed".</param>
    /// <returns>A handle to dispose when the message is handled.</returns>
    /// <remarks>
    /// It waits for a swap that waits for running units, so do not call it in a unit that does not end before: the swap would be undone
    /// at its deadline.
    /// </remarks>
    public static UnitHandle EnterRoot(string? name = null) => UnitHandle.EnterRoot(name ?? Unnamed);

    /// <summary>As <see cref="EnterRoot"/>, waiting without a thread while new units have to wait.</summary>
    /// <param name="name">What status and messages call it; null for "unnamed".</param>
    /// <param name="cancellationToken">Ends the waiting with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>What to await, once and at once: <c>using var unit = await UnitOfWork.EnterRootAsync("message");</c></returns>
    public static UnitEntry EnterRootAsync(string? name = null, CancellationToken cancellationToken = default) =>
        new(name ?? Unnamed, isRoot: true, null, true, cancellationToken);

    /// <summary>As <see cref="EnterRoot"/>, without waiting.</summary>
    /// <param name="name">What status and messages call it; null for "unnamed".</param>
    /// <returns>A handle to dispose when the work is done; null while new units have to wait, and then nothing has changed.</returns>
    public static UnitHandle? TryEnterRoot(string? name = null) => UnitHandle.TryEnterRoot(name ?? Unnamed, out _);

    /// <summary>
    /// Begins a stream of messages in the caller's flow, which is outside units from now on, but in that of a message once one has begun there.
    /// </summary>
    /// <param name="name">What status and messages call the messages' units.</param>
    /// <returns>The stream's units; to dispose when the stream has ended. The caller is where it was before then.</returns>
    public static StreamUnits BeginStream(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new StreamUnits(name);
    }

    /// <summary>
    /// Waits, without a thread, until new root units need not wait: for who lets messages lie meanwhile, such as a mailbox. Another swap may make
    /// them wait again at once, so ask <see cref="TryEnterRoot"/> or <see cref="CapturedUnit.TryEnter"/> afterwards.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>A task, completed where nobody has to wait.</returns>
    public static Task WaitForGateAsync(CancellationToken cancellationToken = default) =>
        Transition.World.Gate is { } closed ? closed.WaitAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>
    /// Says that units will come, before the first has: swaps of this process then respect units (<see cref="SwapMode.UnitOfWork"/>) unless they
    /// are asked not to. For what makes units of a framework's requests or messages, when it is registered.
    /// </summary>
    public static void Expect() => UnitUse.Expect();

    /// <summary>
    /// Extends the caller's unit: it does not end before the handle is disposed. For work that a unit starts and does not await.
    /// </summary>
    /// <returns>A handle; null outside a unit. Disposing it changes no context.</returns>
    public static UnitHandle? Hold() => Unit.Current is { } unit && unit.TryHold() ? UnitHandle.Entered(unit, unit) : null;

    /// <summary>As <see cref="UnitHandle.Fail"/>, for the caller's unit; does nothing outside units.</summary>
    public static void Fail() => Unit.Current?.Fail();

    /// <summary>
    /// Names what the units that this flow of execution enters from now on are about, such as a customer: while a new version is tried on a
    /// share of the units, those of one key all get the same version. Without a key chance decides for each unit.
    /// </summary>
    /// <param name="key">The key; null for none. Flows as the unit itself does.</param>
    public static void SetKey(string? key) => Canary.Key = key;

    /// <summary>Takes the caller's unit along to where the execution context does not flow, such as a queue that other threads serve.</summary>
    /// <returns>What <see cref="CapturedUnit.Enter"/> goes back into. It does not extend the unit; <see cref="Hold"/> does.</returns>
    /// <remarks>Of a unit that an <see cref="SwapMode.Immediate"/> swap has moved, too: what it sends does not wait either while it lasts.</remarks>
    public static CapturedUnit Capture() => new(Unit.Ambient is { IsAlive: true } unit ? unit : null);
}
