using System.Runtime.Loader;
using HotWeave.Diagnostics;
using HotWeave.Files;
using HotWeave.Operations;
using HotWeave.Patches.Format;
using HotWeave.Swapping;

namespace HotWeave;

/// <summary>
/// Takes patches into this process and gives them back. All members are thread-safe. One swap operation runs at a time; a second
/// one is refused with HW6201, which names the first.
/// </summary>
/// <remarks>
/// Nothing runs and nothing is allocated before the first call. A failed operation leaves everything as it was. Threads may rely
/// on what <c>docs/guarantees.md</c> says.
/// </remarks>
public static class HotSwap
{
    private static readonly SwapOptions s_defaults = new();

    private static IServiceProvider? s_services;

    /// <summary>Raised after each turn, apply and rollback alike, on the thread that turned. What subscribers throw becomes a warning of the result.</summary>
    public static event EventHandler<SwapEventArgs>? Swapped;

    /// <summary>Raised after an operation failed, on the thread that ran it. What subscribers throw is reported as an event of the HotWeave event source.</summary>
    public static event EventHandler<SwapFailedEventArgs>? SwapFailed;

    /// <summary>
    /// The application's services, for code change and the hooks round swaps. Null (default): hooks that ask for them fail. Set it
    /// once, when they are built; the ASP.NET Core integration does.
    /// </summary>
    public static IServiceProvider? Services
    {
        get => Volatile.Read(ref s_services);
        set => Volatile.Write(ref s_services, value);
    }

    /// <summary>Raised when a trial (<see cref="SwapOptions.Probation"/>) has its verdict, on any thread, after it was acted on, or after that was refused, which its reason says; not when an operator decides. What subscribers throw is reported as an event of the HotWeave event source.</summary>
    public static event EventHandler<TrialEventArgs>? TrialEnded;

    internal static EventHandler<TrialEventArgs>? TrialEndedSubscribers => TrialEnded;

    internal static EventHandler<SwapEventArgs>? SwappedSubscribers => Swapped;

    internal static EventHandler<SwapFailedEventArgs>? SwapFailedSubscribers => SwapFailed;

    /// <summary>Checks, loads and compiles a patch while the application runs on. Changes nothing.</summary>
    /// <param name="patch">The bytes of a <c>.hotpatch</c> file; not used any more once the task has completed.</param>
    /// <param name="options">How to take it; null for the defaults.</param>
    /// <param name="cancellationToken">Stops preparing; nothing has changed.</param>
    /// <returns>The patch, ready to commit.</returns>
    /// <exception cref="SwapException">Refused; nothing has changed.</exception>
    public static Task<PreparedPatch> PrepareAsync(
        ReadOnlyMemory<byte> patch, SwapOptions? options = null, CancellationToken cancellationToken = default) =>
        Swapper.Instance.PrepareAsync(patch, options ?? s_defaults, cancellationToken);

    /// <summary>
    /// Says what applying a patch would do: prepares it, asks the hooks that may veto, and gives it up. Changes nothing; what is loaded
    /// permanently for it stays loaded, and an application of it uses that.
    /// </summary>
    /// <param name="patch">The bytes of a <c>.hotpatch</c> file.</param>
    /// <param name="options">How it would be taken; null for the defaults.</param>
    /// <param name="cancellationToken">Stops preparing.</param>
    /// <returns>What would be done.</returns>
    /// <exception cref="SwapException">It would be refused.</exception>
    public static Task<SwapCheck> CheckAsync(
        ReadOnlyMemory<byte> patch, SwapOptions? options = null, CancellationToken cancellationToken = default) =>
        Swapper.Instance.CheckAsync(patch, options ?? s_defaults, cancellationToken);

    /// <summary>The patches that are prepared and neither committed nor discarded.</summary>
    /// <returns>A snapshot, in the order of preparing.</returns>
    public static IReadOnlyList<PreparedPatch> GetPrepared() => Swapper.Instance.AllPrepared();

    /// <summary>Finds a patch that is prepared and neither committed nor discarded.</summary>
    /// <param name="id">Its digest or the beginning of it; null or empty for the only one there is.</param>
    /// <exception cref="SwapException">HW6212: there is none; HW6213: there are several.</exception>
    public static PreparedPatch FindPrepared(string? id = null) => Swapper.Instance.FindPrepared(id ?? "");

    /// <summary>Prepares a patch and makes its code current.</summary>
    /// <param name="patch">The bytes of a <c>.hotpatch</c> file.</param>
    /// <param name="options">How to take it; null for the defaults.</param>
    /// <param name="cancellationToken">Looked at until the turn, also while units are waited for; the turn itself is one step and is not cancelled.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="SwapException">Refused; nothing has changed.</exception>
    public static Task<SwapResult> ApplyAsync(
        ReadOnlyMemory<byte> patch, SwapOptions? options = null, CancellationToken cancellationToken = default) =>
        Swapper.Instance.ApplyAsync(() => patch, options ?? s_defaults, cancellationToken);

    /// <summary>Reads a patch file, prepares it and makes its code current.</summary>
    /// <param name="path">The <c>.hotpatch</c> file.</param>
    /// <param name="options">How to take it; null for the defaults.</param>
    /// <param name="cancellationToken">Looked at until the turn, also while units are waited for; the turn itself is one step and is not cancelled.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="SwapException">Refused, or the file cannot be read (HW6100); nothing has changed.</exception>
    public static Task<SwapResult> ApplyAsync(string path, SwapOptions? options = null, CancellationToken cancellationToken = default) =>
        path is null
            ? throw new ArgumentNullException(nameof(path))
            : Swapper.Instance.ApplyAsync(() => ReadFile(path), options ?? s_defaults, cancellationToken);

    /// <summary>Makes the code of an earlier version current again.</summary>
    /// <param name="to">The version, which must be earlier than the current one; 0 is the baseline. Null: the one that was current before the current one.</param>
    /// <param name="options">Who moves when; null for the defaults. What is said there of loading has no meaning here.</param>
    /// <param name="cancellationToken">Looked at until the turn, also while units are waited for; the turn itself is one step and is not cancelled.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="SwapException">Refused; nothing has changed.</exception>
    public static Task<SwapResult> RollbackAsync(
        VersionNumber? to = null, SwapOptions? options = null, CancellationToken cancellationToken = default) =>
        Swapper.Instance.RollbackAsync(to, options ?? s_defaults, cancellationToken);

    /// <summary>
    /// Turns back a swap while units of work of the version before it still run: new units and callers outside units go back to that
    /// version; units that began on the new version end on it.
    /// </summary>
    /// <param name="cancellationToken">Looked at until the turn, which is one step and is not cancelled.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="SwapException">HW6210: no unit of the version before the last turn runs any more. Other refusals as of rollback. Nothing has changed.</exception>
    public static Task<SwapResult> ReverseAsync(CancellationToken cancellationToken = default) =>
        Swapper.Instance.ReverseAsync(cancellationToken);

    /// <summary>Lets everybody have the version that a share of the units has on trial, before the verdict or after one that was inconclusive. A rollback gives it back.</summary>
    /// <param name="cancellationToken">Looked at until the turn.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="SwapException">HW6222: no share of the units has a version on trial. Other refusals as of all operations.</exception>
    public static Task<SwapResult> PromoteAsync(CancellationToken cancellationToken = default) => Swapper.Instance.PromoteAsync(cancellationToken);

    /// <summary>
    /// Ends the probation of the current version: a restart goes to it. Its patches and a journal of them are written to the folder that
    /// the setting <c>HotWeave.Patches</c> or <c>HOTWEAVE_PATCHES</c> of the environment names. A version that is not confirmed does
    /// not survive a restart. Confirming the baseline lets a restart stay on it.
    /// </summary>
    /// <param name="version">The version that is meant; refused if it is not the current one. Null: whichever is current.</param>
    /// <param name="cancellationToken">Looked at before anything is written.</param>
    /// <returns>What was confirmed. Without such a folder a warning says that a restart forgets it.</returns>
    /// <exception cref="SwapException">HW6214: another version is current. HW6215: the folder cannot be written. Nothing is confirmed.</exception>
    public static Task<SwapConfirmation> ConfirmAsync(VersionNumber? version = null, CancellationToken cancellationToken = default) =>
        Swapper.Instance.ConfirmAsync(version, cancellationToken);

    /// <summary>
    /// Applies the confirmed patches of an earlier run again, all in one turn. The process does it by itself before <c>Main</c> where
    /// HotWeave.Runtime is a startup hook; see <c>docs/versions.md</c>. All or nothing: on failure the baseline stays current.
    /// </summary>
    /// <param name="cancellationToken">Looked at until the turn.</param>
    /// <returns>What was done; null when there is nothing to do: no folder, nothing confirmed, or a version is current already.</returns>
    /// <exception cref="SwapException">HW6216 to HW6218, or why a patch was refused; the baseline is current.</exception>
    public static Task<SwapResult?> ReapplyAsync(CancellationToken cancellationToken = default) => Swapper.Instance.ReapplyAsync(null, null, cancellationToken);

    /// <summary>
    /// Applies the confirmed patches to the assemblies of a load context that came after the start, such as a plug-in's: call it when they are loaded, before their code runs. All that concerns
    /// them turns at once, and assemblies of other contexts stay as they are.
    /// </summary>
    /// <param name="context">The context; its assemblies are loaded.</param>
    /// <param name="cancellationToken">Looked at until the turn.</param>
    /// <returns>
    /// What was done; null when there is nothing to do: no folder, nothing confirmed for what the context has, it is in force there already, or the process went back from the confirmed version.
    /// </returns>
    /// <exception cref="SwapException">HW6216 to HW6218, HW6220, or why a patch was refused; nothing has changed.</exception>
    public static Task<SwapResult?> ReapplyAsync(AssemblyLoadContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Swapper.Instance.ReapplyAsync(context, null, cancellationToken);
    }

    /// <summary>
    /// Rids the process of old code: asks the units of work that run it to end (their tokens are signalled), waits for them, lets go of
    /// every version that can be unloaded, the one that a rollback would go to as well, and collects garbage. Nothing is killed.
    /// </summary>
    /// <param name="options">How, and which versions; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting for units; what has been asked to end stays asked.</param>
    /// <returns>What became of each old version, and what still holds it.</returns>
    /// <exception cref="SwapException">HW6205: there is no such version; HW6219: it is current. Other refusals as of all operations.</exception>
    public static Task<PurgeResult> PurgeAsync(PurgeOptions? options = null, CancellationToken cancellationToken = default) =>
        Swapper.Instance.PurgeAsync(options ?? new PurgeOptions(), cancellationToken);

    /// <summary>
    /// Names who asks for the operations that are called until the scope ends, for the audit (<c>docs/versions.md</c>): the user whom an
    /// application's own operator page has authenticated, for example. It flows with the caller's <see cref="ExecutionContext"/>.
    /// </summary>
    /// <param name="who">Any text; it is written as it is.</param>
    /// <returns>The scope; who was named before is named again when it is disposed.</returns>
    public static IDisposable OnBehalfOf(string who)
    {
        ArgumentException.ThrowIfNullOrEmpty(who);
        return Requester.Enter(who);
    }

    /// <summary>
    /// Asks every operation that is under way to end: up to its turn it does, with an <see cref="OperationCanceledException"/> for who called it, and nothing has changed. Returns at once.
    /// </summary>
    /// <returns>The names of the operations that were asked; empty when there was none.</returns>
    public static IReadOnlyList<string> CancelOperations() => Swapper.Instance.Cancel();

    /// <summary>Says what is loaded and current.</summary>
    /// <returns>A snapshot.</returns>
    public static SwapStatus GetStatus() => Swapper.Instance.GetStatus();

    private static byte[] ReadFile(string path)
    {
        try
        {
            return BoundedFile.Read(path, PatchFile.LongestFile, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw SwapDiagnostics.FileUnreadable.Refuse(e, path, e.Message);
        }
    }
}
