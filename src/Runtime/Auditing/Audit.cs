using System.Diagnostics;
using HotWeave.Loading;
using HotWeave.Operations;
using HotWeave.Telemetry;
using HotWeave.Turning;
using HotWeave.Versions;

namespace HotWeave.Auditing;

/// <summary>Makes a record of each operation when it has ended, and hands it to whoever listens and to the log. Never makes an operation fail.</summary>
internal sealed class Audit(VersionRegistry registry) : IOperationLog
{
    public T Ended<T>(Operation operation, T result, Activity? activity)
    {
        var record = Record(operation, result is null ? AuditOutcome.Idle : AuditOutcome.Done) with { Warnings = Warnings(result) };
        if (result is SwapResult swap)
            record = record with { From = swap.From.Value, To = swap.To.Value, Mode = swap.Mode, Patch = swap.PatchId ?? record.Patch };
        return Write(record, activity) is { } warning ? With(result, warning) : result;
    }

    public void Refused(Operation operation, SwapException reason, Activity? activity) =>
        Write(Record(operation, AuditOutcome.Refused) with { Code = reason.Code, Message = reason.Message }, activity);

    public void Cancelled(Operation operation, Activity? activity) => Write(Record(operation, AuditOutcome.Cancelled), activity);

    private static string? Write(AuditRecord record, Activity? activity)
    {
        activity?.Describe(record);
        var file = AuditFile.Find();
        if (file is null && !SwapEventSource.Log.IsEnabled())
            return null;
        var line = AuditLine.Of(record);
        SwapEventSource.Log.Audited(record.Operation, record.Outcome, line);
        var warning = file?.Append(line);
        if (warning is not null)
            SwapEventSource.Log.Warned(warning);
        return warning;
    }

    private AuditRecord Record(Operation operation, string outcome)
    {
        var current = registry.Current;
        return new AuditRecord(DateTime.UtcNow, operation.Kind, operation.Name, outcome)
        {
            Patch = operation.PatchId,
            SignedBy = operation.SignedBy,
            Version = current.Number.Value,
            InForce = [.. (current.Content?.Patches ?? []).Select(static p => p.Id).Distinct()],
            By = operation.Requester,
            Duration = operation.Age,
            IsGhost = MemoryStubs.AreHere || Companions.AreHere,
        };
    }

    private static IReadOnlyList<string> Warnings(object? result) => result switch
    {
        SwapResult swap => swap.Warnings,
        SwapConfirmation confirmed => confirmed.Warnings,
        PurgeResult purged => purged.Warnings,
        _ => [],
    };

    private static T With<T>(T result, string warning) => result switch
    {
        SwapResult swap => (T)(object)(swap with { Warnings = [.. swap.Warnings, warning] }),
        SwapConfirmation confirmed => (T)(object)(confirmed with { Warnings = [.. confirmed.Warnings, warning] }),
        PurgeResult purged => (T)(object)(purged with { Warnings = [.. purged.Warnings, warning] }),
        _ => result,
    };
}
