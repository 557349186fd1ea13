using HotWeave.Control.Protocol;
using HotWeave.Dashboard.Processes;

namespace HotWeave.Hosting.Tests.Dashboards;

/// <summary>A process that says what it is told to; nothing: it has gone.</summary>
internal sealed class SaidProcess : IDashboardProcess, IDashboardProcesses
{
    private volatile string? _status;
    private int _asked;

    /// <summary>How often its status was asked.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public string? Status
    {
        get => _status;
        set => _status = value;
    }

    public string Key => "said";

    public string Name => "said";

    public IDashboardProcess? Only => this;

    public Task<string> ReadStatusAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return Status is { } status ? Task.FromResult(status) : throw new NoAnswerException("HW7001: gone");
    }

    public Task<ControlMessage> AskAsync(ControlMessage request, string user, CancellationToken cancellationToken) => throw new NoAnswerException("HW7001: gone");

    public string FindLog(string log) => log;

    public Task<IReadOnlyList<ListedProcess>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ListedProcess>>([]);

    public IDashboardProcess? Find(string key) => key == Key ? this : null;

    /// <summary>The status of a process with so many versions and units.</summary>
    internal static SwapStatus MakeStatus(int versions, int units) => new()
    {
        Current = new VersionNumber(versions - 1),
        Versions = [.. Enumerable.Range(0, versions).Select(n => new VersionStatus
        {
            Number = new VersionNumber(n),
            State = n == versions - 1 ? VersionState.Current : VersionState.Superseded,
            PatchId = n == 0 ? null : new string('a', 64),
            FromLabel = "",
            ToLabel = n == 0 ? "" : $"1.0.{n}",
            Types = ["N.A"],
            Reclaimable = false,
            Bytes = 1,
            Confirmed = false,
            HeldBy = n == versions - 1 ? [] : ["it is loaded for the life of the process"],
            CurrentSince = DateTimeOffset.UnixEpoch.AddMinutes(n),
            By = "alice",
        })],
        Assemblies = [],
        Prepared = [],
        Operation = null,
        Units = [.. Enumerable.Range(0, units).Select(n => new UnitStatus { Name = "job " + n, Age = TimeSpan.FromSeconds(n), Version = new VersionNumber(versions - 1), Moved = false, Cancelled = false })],
        Waiting = null,
        NotKnown = [],
        Trial = null,
        Forgotten = 0,
        Retained = new RetainedCode { Patches = 0, Assemblies = 0, Bytes = 0 },
        Loops = [],
    };
}
