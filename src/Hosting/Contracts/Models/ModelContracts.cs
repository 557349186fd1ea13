using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.Primitives;

namespace HotWeave.AspNetCore.Contracts.Models;

/// <summary>
/// What controllers and pages of one application know of its types: dropped when contracts change, with the actions that keep some of it.
/// Requests that run keep the action that they have.
/// </summary>
internal sealed class ModelContracts : IActionDescriptorChangeProvider, IDisposable
{
    // Replaced before the old one is signalled, so that who asks again gets the new one.
    private CancellationTokenSource _changed = new();

    /// <summary>What has read the types; null where the application has no controllers, or a provider of its own.</summary>
    internal ContractMetadataProvider? Provider { get; set; }

    public IChangeToken GetChangeToken() => new CancellationChangeToken(Volatile.Read(ref _changed).Token);

    public void Dispose() => _changed.Dispose();

    internal void Forget()
    {
        if (Provider is not { } provider)
            return;
        provider.Forget();
        Interlocked.Exchange(ref _changed, new CancellationTokenSource()).Cancel();
    }
}
