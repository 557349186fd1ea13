using System.Reflection;
using HotWeave.AspNetCore.Services;
using HotWeave.Diagnostics;
using HotWeave.Frameworks;
using HotWeave.Protocol;
using HotWeave.Swapping;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>
/// The controllers and actions that versions add, as a part of one application, and those that they do not have. While several versions are
/// live, each action is for requests of the versions that have it.
/// </summary>
internal sealed class AddedControllers(IServiceProvider services)
    : LiveParticipant, IActionDescriptorProvider, IActionDescriptorChangeProvider, IHostedService, IDisposable
{
    // The live versions, the oldest first; none where that is what is deployed. Read by whoever builds actions.
    private volatile IReadOnlyList<LiveControllers> _live = [];

    // Replaced before the old one is signalled, so that who asks again gets the new one.
    private CancellationTokenSource _changed = new();

    internal IReadOnlyList<LiveControllers> Live => _live;

    internal override FrameworkConcerns Concern => FrameworkConcerns.Controllers;

    // After those that find actions.
    int IActionDescriptorProvider.Order => 0;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<ApplicationPartManager>() is not { } parts)
            return Task.CompletedTask;
        parts.ApplicationParts.Add(new Part(this));
        SwapParticipants.Add(this);
        lock (Sync)
        {
            Current = Transition.World.Main.Version;
            if (Current != 0 && LiveControllers.Read(Swapper.Instance.DescribeCurrent()) is { IsPlain: false } current)
                Show([current]);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        SwapParticipants.Remove(this);
        return Task.CompletedTask;
    }

    /// <summary>Also hosts that are disposed without having been stopped take part in no turn any more.</summary>
    public void Dispose() => SwapParticipants.Remove(this);

    public IChangeToken GetChangeToken() => new CancellationChangeToken(Volatile.Read(ref _changed).Token);

    public void OnProvidersExecuting(ActionDescriptorProviderContext context)
    {
    }

    public void OnProvidersExecuted(ActionDescriptorProviderContext context)
    {
        if (_live is { Count: > 0 } live)
            new ActionVersions(live).Apply([.. context.Results.OfType<ControllerActionDescriptor>()], gone => context.Results.Remove(gone));
    }

    internal override void Stage(StagedVersion version)
    {
        lock (Sync)
        {
            BeginStaging(version);
            var staged = LiveControllers.Read(version);
            var live = _live.Count == 0 ? [LiveControllers.MakePlain(Current)] : _live;
            ShowOrRefuse(SwapDiagnostics.ControllersFailed, () =>
            {
                Show([.. live.Where(l => l.Version != version.To), staged]);
                Check([.. staged.Classes]);
            });
        }
    }

    protected override bool ShowsOthers => _live.Count >= 2;

    protected override void ShowCurrent()
    {
        var current = _live.FirstOrDefault(l => l.Version == Current);
        Show(current is { IsPlain: false } ? [current] : []);
    }

    // Actions and their end points are built anew within the signal.
    private void Show(IReadOnlyList<LiveControllers> live)
    {
        _live = live;
        Interlocked.Exchange(ref _changed, new CancellationTokenSource()).Cancel();
    }

    // What fails within the signal leaves the actions that there were, without a word.
    private void Check(IReadOnlyList<Type> controllers)
    {
        var context = new ActionDescriptorProviderContext();
        IActionDescriptorProvider[] providers = [.. services.GetServices<IActionDescriptorProvider>().OrderBy(static p => p.Order)];
        foreach (var provider in providers)
            provider.OnProvidersExecuting(context);
        foreach (var provider in Enumerable.Reverse(providers))
            provider.OnProvidersExecuted(context);
        var mapped = services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(static e => e.Metadata.GetMetadata<ControllerActionDescriptor>()?.ControllerTypeInfo.AsType()).ToHashSet();
        var missing = context.Results.OfType<ControllerActionDescriptor>()
            .FirstOrDefault(a => controllers.Contains(a.ControllerTypeInfo.AsType()) && !mapped.Contains(a.ControllerTypeInfo.AsType()));
        if (missing is not null)
            throw new InvalidOperationException($"{missing.DisplayName} is not among the end points.");
        var given = services.GetRequiredService<AddedServices>().FindProvider();
        if (controllers.Select(c => ControllerServices.FindLack(given, c)).FirstOrDefault(static lack => lack is not null) is { } found)
            throw new InvalidOperationException(found);
    }

    private sealed class Part(AddedControllers added) : ApplicationPart, IApplicationPartTypeProvider
    {
        public override string Name => "HotWeave";

        public IEnumerable<TypeInfo> Types => added._live.SelectMany(static l => l.Classes).Distinct().Select(static t => t.GetTypeInfo());
    }
}
