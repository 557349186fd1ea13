using System.Reflection;
using HotWeave.Testing.Loading;
using HotWeave.Weaver;

namespace HotWeave.Testing;

/// <summary>
/// Two builds of one assembly: the deployed one runs live in the test's process, takes the patch to the new one, and gives it back.
/// </summary>
/// <remarks>
/// <para>A deployed build that is not woven yet is woven first, in a folder of its own; the files that are given are never changed.</para>
/// <para>Thread-safe but for <see cref="Dispose"/>. Swaps are a matter of the whole process, so sessions run one after the other, whatever tests run at the same time.</para>
/// </remarks>
public sealed class SwapTest : IDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly string _plain;
    private readonly string _new;
    private readonly string _woven;
    private readonly SwapTestOptions _options;

    private SwapTest(TemporaryFolder folder, string plain, string @new, string woven, SwapTestOptions options)
    {
        _folder = folder;
        _plain = plain;
        _new = @new;
        _woven = woven;
        _options = options;
        PatchFile = folder.PathOf("test.hotpatch");
        Patch = Builds.Patch(woven, @new, PatchFile, options);
    }

    /// <summary>What patch making found: edits, remarks, verdict.</summary>
    public PatchResult Patch { get; }

    /// <summary>The patch, until this object is disposed.</summary>
    public string PatchFile { get; }

    /// <summary>Weaves the deployed build where it is not woven, and makes the patch to the new one.</summary>
    /// <param name="baselinePath">The deployed assembly, woven or not. What it refers to lies beside it or is part of .NET.</param>
    /// <param name="newPath">The new build of it, woven or not.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="SwapTestException">There is nothing to change, or a patch cannot carry it; the message has every diagnostic.</exception>
    public static SwapTest Create(string baselinePath, string newPath, SwapTestOptions? options = null)
    {
        options ??= new SwapTestOptions();
        var folder = new TemporaryFolder();
        try
        {
            var test = new SwapTest(folder, Builds.Existing(baselinePath), Builds.Existing(newPath), Builds.Woven(baselinePath, folder, options), options);
            return test.Patch.Outcome switch
            {
                PatchOutcome.Made => test,
                PatchOutcome.NoChanges => throw new SwapTestException($"{newPath} does the same as {baselinePath}; there is nothing to swap."),
                _ => throw new SwapTestException($"{newPath} cannot go live.", test.Patch.Diagnostics),
            };
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Compares two builds without running either.</summary>
    /// <param name="baselinePath">The deployed assembly, woven or not.</param>
    /// <param name="newPath">The new build of it, woven or not.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>Edits, diagnostics, verdict.</returns>
    /// <exception cref="SwapTestException">The deployed build cannot be woven.</exception>
    public static PatchResult Compare(string baselinePath, string newPath, SwapTestOptions? options = null)
    {
        options ??= new SwapTestOptions();
        using var folder = new TemporaryFolder();
        return Builds.Patch(Builds.Woven(baselinePath, folder, options), Builds.Existing(newPath), null, options);
    }

    /// <summary>Loads the deployed build, apart from all others, ready to be swapped. Waits until no other session runs.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<SwapSession> StartAsync(CancellationToken cancellationToken = default) =>
        SwapSession.StartAsync(_woven, File.ReadAllBytes(PatchFile), _options.Swap, cancellationToken);

    /// <summary>What a fresh process of the deployed build would answer.</summary>
    /// <param name="observe">Runs the code and writes down what it does.</param>
    public Task<string> FreshBaselineAsync(Func<Assembly, Task<string>> observe) => observe(LoadedBuild.From(_plain).Assembly);

    /// <summary>What a fresh process of the new build would answer.</summary>
    /// <param name="observe">Runs the code and writes down what it does.</param>
    public Task<string> FreshNewAsync(Func<Assembly, Task<string>> observe) => observe(LoadedBuild.From(_new).Assembly);

    /// <summary>
    /// Swaps there and back, as often as <see cref="SwapTestOptions.Rounds"/> says, and compares each time with a fresh run of the version.
    /// </summary>
    /// <param name="observe">
    /// Runs the code and writes down what it does: once in each fresh build, and after each turn in the live one, where it may find the
    /// statics and objects of its earlier runs. Types of the assembly are found by name, since several builds of it are loaded at once.
    /// </param>
    /// <exception cref="SwapTestException">An answer differs; the message has both.</exception>
    /// <exception cref="SwapException">The patch was refused.</exception>
    public async Task GoesLiveAndBackAsync(Func<Assembly, Task<string>> observe)
    {
        ArgumentNullException.ThrowIfNull(observe);
        var (old, @new) = (await FreshBaselineAsync(observe).ConfigureAwait(false), await FreshNewAsync(observe).ConfigureAwait(false));
        if (old == @new)
            throw new SwapTestException($"Both builds answer the same, so that the test would see no swap:\n{old}");
        await using var session = await StartAsync().ConfigureAwait(false);
        Compare("before any swap", old, await observe(session.Assembly).ConfigureAwait(false));
        for (var round = 1; round <= _options.Rounds; round++)
        {
            await session.ApplyAsync().ConfigureAwait(false);
            Compare($"with the patch, round {round}", @new, await observe(session.Assembly).ConfigureAwait(false));
            await session.RollBackAsync().ConfigureAwait(false);
            Compare($"rolled back, round {round}", old, await observe(session.Assembly).ConfigureAwait(false));
        }
    }

    /// <inheritdoc cref="GoesLiveAndBackAsync(Func{Assembly, Task{string}})"/>
    public Task GoesLiveAndBackAsync(Func<Assembly, string> observe) => GoesLiveAndBackAsync(assembly => Task.FromResult(observe(assembly)));

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static void Compare(string when, string expected, string actual)
    {
        if (expected != actual)
            throw new SwapTestException($"The live build {when} does not answer like a fresh one.\nfresh: {expected}\nlive:  {actual}");
    }
}
