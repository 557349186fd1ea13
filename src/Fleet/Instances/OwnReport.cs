using System.Threading.Channels;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Store;

namespace HotWeave.Fleet.Instances;

/// <summary>
/// What an instance says of itself, and its entry in the store. The loop and the trial change it, and whoever has something to say writes the
/// entry, from their own threads.
/// </summary>
internal sealed class OwnReport(IFleetStore store, FleetOptions options, ISwapTarget target, FleetLog log)
{
    private readonly string _start = Guid.NewGuid().ToString("N");
    private readonly string _key = FleetKeys.Instance(options.Application, options.Instance);

    // Protects the report; held for no call to anybody.
    private readonly object _gate = new();
    private InstanceReport? _report;

    // Protects the entry: it is written by who has the one token that is in it.
    private readonly Channel<bool> _writing = MakeToken();
    private long _revision;

    /// <summary>The report as it is now.</summary>
    public InstanceReport Current
    {
        get
        {
            lock (_gate)
                return _report!;
        }
    }

    /// <summary>Whether it has begun.</summary>
    public bool HasBegun => _report is not null;

    /// <summary>
    /// Begins with what an earlier start of this instance has said: a process that was taking a release and is a new one now has not survived it.
    /// </summary>
    public async Task<bool> BeginAsync(CancellationToken cancellation)
    {
        if (HasBegun)
            return true;
        var before = await ReadAsync(cancellation).ConfigureAwait(false);
        var begun = new InstanceReport
        {
            Instance = options.Instance, Start = _start, Zone = options.Zone, Labels = options.Labels.ToDictionary(), Baselines = target.Baselines,
            Lease = (int)options.Lease.TotalMilliseconds, Runs = target.FindCurrent(),
        };
        lock (_gate)
        {
            _report = before switch
            {
                { Verdict: InstanceVerdict.Taking or InstanceVerdict.OnTrial } => begun with
                {
                    Rollout = before.Rollout, Verdict = InstanceVerdict.Failed, Reason = "the process ended while it tried the release",
                },
                { Verdict: InstanceVerdict.Failed or InstanceVerdict.Refused } => begun with
                {
                    Rollout = before.Rollout, Verdict = before.Verdict, Reason = before.Reason,
                },
                _ => begun,
            };
        }

        return true;
    }

    /// <summary>Says what became of a roll-out here.</summary>
    public void Judge(int rollout, InstanceVerdict verdict, string reason)
    {
        lock (_gate)
            _report = _report! with { Rollout = rollout, Verdict = verdict, Reason = reason };
    }

    /// <summary>The same, where nothing else has been said since a verdict.</summary>
    public void JudgeAfter(InstanceVerdict before, InstanceVerdict verdict, string reason)
    {
        lock (_gate)
        {
            if (_report!.Verdict == before)
                _report = _report with { Verdict = verdict, Reason = reason };
        }
    }

    /// <summary>Says how a trial ended, where that of this roll-out is under way; who comes later says nothing new.</summary>
    /// <returns>Whether it was under way.</returns>
    public bool TryEndTrial(int rollout, InstanceVerdict verdict, string reason)
    {
        lock (_gate)
        {
            if (_report!.Rollout != rollout || _report.Verdict is not (InstanceVerdict.Taking or InstanceVerdict.OnTrial))
                return false;
            _report = _report with { Verdict = verdict, Reason = reason };
            return true;
        }
    }

    /// <summary>Says why it keeps what it was to give back; empty where it keeps nothing.</summary>
    public void Keep(string reason)
    {
        lock (_gate)
            _report = _report! with { KeptBecause = reason };
    }

    /// <summary>Says why it is as it is, whatever the verdict.</summary>
    public void Explain(string reason)
    {
        lock (_gate)
            _report = _report! with { Reason = reason };
    }

    /// <summary>Writes it to the store.</summary>
    /// <exception cref="FleetException">HW8402: the store is away.</exception>
    public async Task<bool> WriteAsync(CancellationToken cancellation)
    {
        await _writing.Reader.ReadAsync(cancellation).ConfigureAwait(false);
        try
        {
            InstanceReport report;
            lock (_gate)
                report = _report = _report! with { Baselines = target.Baselines, Runs = target.FindCurrent(), Beat = _report.Beat + 1 };
            while (true)
            {
                if (await store.TryWriteAsync(_key, FleetJson.Write(report), _revision, cancellation).ConfigureAwait(false) is { } revision)
                {
                    _revision = revision;
                    return true;
                }

                if (await ReadAsync(cancellation).ConfigureAwait(false) is { HasLeft: false } other && other.Start != _start)
                    log.LogWarning(FleetDiagnostics.InUse(options.Instance).Message);
            }
        }
        finally
        {
            _writing.Writer.TryWrite(true);
        }
    }

    /// <summary>Says that the instance ends in order.</summary>
    /// <exception cref="FleetException">HW8402: the store is away.</exception>
    public async Task LeaveAsync(CancellationToken cancellation)
    {
        lock (_gate)
            _report = _report! with { HasLeft = true };
        await WriteAsync(cancellation).ConfigureAwait(false);
    }

    private static Channel<bool> MakeToken()
    {
        var token = Channel.CreateBounded<bool>(1);
        token.Writer.TryWrite(true);
        return token;
    }

    private async Task<InstanceReport?> ReadAsync(CancellationToken cancellation)
    {
        var entry = await store.ReadAsync(_key, cancellation).ConfigureAwait(false);
        _revision = entry?.Revision ?? 0;
        return entry is null ? null : FleetJson.Read<InstanceReport>(entry);
    }
}
