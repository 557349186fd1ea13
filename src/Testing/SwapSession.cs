using System.Reflection;
using HotWeave.Testing.Loading;

namespace HotWeave.Testing;

/// <summary>
/// A deployed build that runs live in the test's process. While one lives no other begins. Disposing it rolls back what is still applied.
/// </summary>
/// <remarks>Not thread-safe; the code under test may run on any threads meanwhile.</remarks>
public sealed class SwapSession : IAsyncDisposable
{
    private static readonly SemaphoreSlim s_one = new(1);

    private readonly LoadedBuild _live;
    private readonly ReadOnlyMemory<byte> _patch;
    private readonly SwapOptions _options;
    private readonly VersionNumber _before = HotSwap.GetStatus().Current;
    private bool _isApplied;
    private bool _isDisposed;

    private SwapSession(LoadedBuild live, ReadOnlyMemory<byte> patch, SwapOptions options)
    {
        _live = live;
        _patch = patch;
        _options = options with { LoadContext = live.Context };
    }

    /// <summary>The live assembly.</summary>
    public Assembly Assembly => _live.Assembly;

    /// <summary>Loads a woven assembly, apart from all others, ready to take a patch. Waits until no other session runs.</summary>
    /// <param name="wovenPath">The deployed, woven assembly. What it refers to lies beside it or is part of .NET.</param>
    /// <param name="patch">The bytes of a <c>.hotpatch</c> file.</param>
    /// <param name="options">How it is applied and taken back; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SwapTestException">There is no such file.</exception>
    public static async Task<SwapSession> StartAsync(
        string wovenPath, ReadOnlyMemory<byte> patch, SwapOptions? options = null, CancellationToken cancellationToken = default)
    {
        var path = Builds.Existing(wovenPath);
        await s_one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new SwapSession(LoadedBuild.From(path), patch, options ?? new SwapOptions());
        }
        catch
        {
            s_one.Release();
            throw;
        }
    }

    /// <summary>Applies the patch.</summary>
    /// <exception cref="SwapException">Refused; nothing has changed.</exception>
    public async Task<SwapResult> ApplyAsync()
    {
        var result = await HotSwap.ApplyAsync(_patch, _options).ConfigureAwait(false);
        _isApplied = true;
        return result;
    }

    /// <summary>Goes back to what ran before the session.</summary>
    /// <exception cref="SwapException">Refused; nothing has changed.</exception>
    public async Task<SwapResult> RollBackAsync()
    {
        var result = await HotSwap.RollbackAsync(_before, _options).ConfigureAwait(false);
        _isApplied = false;
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        try
        {
            if (_isApplied)
                await RollBackAsync().ConfigureAwait(false);
        }
        finally
        {
            s_one.Release();
        }
    }

}
