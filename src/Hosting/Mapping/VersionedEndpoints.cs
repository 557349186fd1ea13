using HotWeave.AspNetCore.Contracts;
using HotWeave.Diagnostics;
using HotWeave.Frameworks;
using HotWeave.Protocol;
using HotWeave.Swapping;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HotWeave.AspNetCore.Mapping;

/// <summary>
/// The end points of one application, by version. Before a turn to a version that maps otherwise, routing is given the end points of
/// both, each request those of its own version; when no request of the old one is left, the new ones alone.
/// </summary>
internal sealed class VersionedEndpoints : LiveParticipant, IBuiltEndpoints, IHostedService, IDisposable
{
    // Where UseRouting leaves what it routes to, on .NET 8 to 10.
    private const string RouteBuilder = "__EndpointRouteBuilder";

    // The lock protects the fields but the volatile ones, which it orders. Sources never take it: routing asks them under a lock of its
    // own.
    private readonly List<VersionedSource> _sources = [];
    private readonly Dictionary<int, EndpointTable> _tables = [];
    private IEndpointRouteBuilder? _application;
    private HashSet<EndpointKey>? _replayed;
    private int _first;

    private readonly HotWeaveOptions _options;

    private volatile ShownEndpoints _shown;

    // Replaced before the old one is signalled, so that who asks again gets the new one.
    private CancellationTokenSource _changed = new();

    public VersionedEndpoints(IOptions<HotWeaveOptions> options, EndpointRefresh refresh)
    {
        _options = options.Value;
        refresh.Built = this;
        _shown = Make(EndpointTable.MakeEmpty(0));
    }

    internal ShownEndpoints Shown => _shown;

    internal override FrameworkConcerns Concern => FrameworkConcerns.Endpoints;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        SwapParticipants.Remove(this);
        return Task.CompletedTask;
    }

    /// <summary>Also hosts that are disposed without having been stopped take part in no turn any more.</summary>
    public void Dispose() => SwapParticipants.Remove(this);

    /// <inheritdoc/>
    public void Forget()
    {
        lock (Sync)
        {
            foreach (var source in _sources)
                source.Forget();
            foreach (var table in _tables.Values)
                table.Added?.Forget();
            // It keeps what it has shown.
            _shown = Make([.. _shown.Live]);
        }
    }

    internal IChangeToken GetChangeToken() => new CancellationChangeToken(Volatile.Read(ref _changed).Token);

    /// <summary>Takes its place before the sources of a pipeline that is complete; does nothing where it does not route.</summary>
    internal void AddTo(IApplicationBuilder pipeline)
    {
        if (!_options.MapEndpoints || _application is not null
            || !pipeline.Properties.TryGetValue(RouteBuilder, out var builder) || builder is not IEndpointRouteBuilder { DataSources: IList<EndpointDataSource> sources } application)
            return;
        _application = application;
        var all = (pipeline.ApplicationServices.GetService<EndpointDataSource>() as CompositeEndpointDataSource)?.DataSources as IList<EndpointDataSource>;
        var added = new AddedSource(this);
        var wrapped = new Dictionary<EndpointDataSource, VersionedSource>(ReferenceEqualityComparer.Instance);
        foreach (var list in all is null || ReferenceEquals(all, sources) ? [sources] : new[] { sources, all })
        {
            for (var i = 0; i < list.Count; i++)
                list[i] = Wrap(list[i]);
            list.Add(added);
        }

        Join();

        VersionedSource Wrap(EndpointDataSource source)
        {
            if (!wrapped.TryGetValue(source, out var known))
            {
                wrapped.Add(source, known = new VersionedSource(source, this));
                _sources.Add(known);
            }

            return known;
        }
    }

    internal IReadOnlyList<Endpoint> ListMapped() => [.. _sources.SelectMany(static s => s.Mapped)];

    internal override void Stage(StagedVersion version)
    {
        lock (Sync)
        {
            if (!_tables.TryGetValue(version.To, out var table))
                _tables.Add(version.To, table = MakeTable(version));
            var shown = Make([.. _shown.Live.Where(t => t.Version != version.To), table]);
            BeginStaging(version);
            ShowOrRefuse(SwapDiagnostics.MappingFailed, () => Show(shown));
        }
    }

    protected override bool ShowsOthers => _shown.Live.Count != 1;

    protected override void ShowCurrent()
    {
        var table = _shown.Live.FirstOrDefault(t => t.Version == Current) ?? EndpointTable.MakeEmpty(Current);
        // What a patch maps holds its code; a version that is gone back to maps again.
        _tables.Clear();
        _tables.Add(Current, table);
        Show(Make(table));
    }

    // A process that started on a version has mapped by it what the deployed Main maps.
    private void Join()
    {
        SwapParticipants.Add(this);
        lock (Sync)
        {
            _first = Current = Transition.World.Main.Version;
            var table = EndpointTable.MakeEmpty(_first);
            if (_first != 0 && Swapper.Instance.DescribeCurrent() is { Maps: not null } version)
                table = MakeTable(version);
            _tables[_first] = table;
            Show(Make(table));
        }
    }

    private EndpointTable MakeTable(StagedVersion version)
    {
        if (version.Maps is null && (_first == 0 || version.MapsDeployed is null))
            return EndpointTable.MakeEmpty(version.To);
        var mapped = ListMapped();
        _replayed ??= FindReplayed(version, mapped);
        var added = RecordedMapping.Record(version.Maps ?? version.MapsDeployed!, _application!);
        var twice = added.Endpoints.FirstOrDefault(a => mapped.Any(m => !_replayed.Contains(EndpointKey.Make(m)) && EndpointKey.AnswerSame(m, a)));
        return twice is null
            ? new EndpointTable(version.To, _replayed, added)
            : throw SwapDiagnostics.EndpointsDiffer.Refuse($"{EndpointKey.Make(twice)} would be there twice, since the deployed one was mapped by code that is not run anew");
    }

    // By the code with which the application has mapped them.
    private HashSet<EndpointKey> FindReplayed(StagedVersion version, IReadOnlyList<Endpoint> mapped)
    {
        var unit = Unit.Ambient;
        Unit.SetAmbient(null);
        try
        {
            var expected = CountByKey(RecordedMapping.Record(version.MapsDeployed!, _application!).Endpoints);
            var there = CountByKey(mapped);
            foreach (var (key, count) in expected)
            {
                if (there.GetValueOrDefault(key) != count)
                    throw SwapDiagnostics.EndpointsDiffer.Refuse($"{key} is there {there.GetValueOrDefault(key)} times and not {count}");
            }

            return [.. expected.Keys];
        }
        finally
        {
            Unit.SetAmbient(unit);
        }
    }

    private static Dictionary<EndpointKey, int> CountByKey(IEnumerable<Endpoint> endpoints) => endpoints.GroupBy(EndpointKey.Make).ToDictionary(static g => g.Key, static g => g.Count());

    private ShownEndpoints Make(params EndpointTable[] live) => new(live, ListMapped);

    // Routing builds its tables anew within the signal. What throws there leaves those that it has.
    private void Show(ShownEndpoints shown)
    {
        _shown = shown;
        Interlocked.Exchange(ref _changed, new CancellationTokenSource()).Cancel();
    }
}
