using Microsoft.Extensions.Logging;

namespace HotWeave.Fleet.Instances;

/// <summary>What an instance writes to the application's log.</summary>
internal sealed partial class FleetLog(ILogger logger)
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(1, LogLevel.Information, "Took patch {Digest} for roll-out {Rollout}.")]
    public partial void LogTaken(string digest, int rollout);

    [LoggerMessage(2, LogLevel.Information, "Went back to {Digest}.")]
    public partial void LogReturned(string digest);

    [LoggerMessage(3, LogLevel.Warning, "Did not take patch {Digest}: {Problem}")]
    public partial void LogRefused(string digest, string problem);

    [LoggerMessage(4, LogLevel.Warning, "{Problem} The process goes on as it is, and tries again.")]
    public partial void LogStore(string problem);

    [LoggerMessage(5, LogLevel.Information, "Verdict on roll-out {Rollout}: {Verdict}. {Reason}")]
    public partial void LogVerdict(int rollout, string verdict, string reason);

    [LoggerMessage(6, LogLevel.Warning, "An operator has made another version current than the fleet did. It stays until the fleet asks for another release.")]
    public partial void LogLeftAlone();

    [LoggerMessage(7, LogLevel.Error, "A defect of HotWeave.Fleet; please report it. The process goes on as it is, and tries again.")]
    public partial void LogDefect(Exception exception);

    [LoggerMessage(9, LogLevel.Warning, "A listener to the metrics or activities of HotWeave.Fleet threw. The fleet goes on.")]
    public partial void LogListener(Exception exception);

    [LoggerMessage(11, LogLevel.Warning, "Release {Digest} runs, and a restart would not bring it back: {Problem}")]
    public partial void LogUnconfirmed(string digest, string problem);

    [LoggerMessage(10, LogLevel.Warning, "What is wished of the instance is not heard at the moment: the watch of the store has ended. It begins again.")]
    public partial void LogWatch(Exception exception);

    [LoggerMessage(8, LogLevel.Warning, "{Problem}")]
    public partial void LogWarning(string problem);
}
