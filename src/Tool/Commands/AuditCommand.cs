using System.CommandLine;
using HotWeave.Tool.Auditing;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave audit</c>: reads an audit log, checks that it is as it was written, and shows what is asked for.</summary>
internal sealed class AuditCommand : CommandBase
{
    private readonly Argument<FileSystemInfo> _log = new("log") { Description = "The audit log, or the folder that has one as audit.jsonl." };
    private readonly Option<bool> _history = new("--history") { Description = "Only what changed the version or confirmed one, process by process." };
    private readonly Option<string?> _head = new("--head") { Description = "The digest of a line that must be there, as an earlier run said it." };
    private readonly AuditFilter _filter = new();

    public AuditCommand()
        : base("audit", "Shows who did what to processes, and checks that the log is as it was written.")
    {
        Arguments.Add(_log);
        Options.Add(_history);
        Options.Add(_head);
        _filter.AddTo(this);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var path = AuditLog.Find(parse.GetRequiredValue(_log).FullName);
        var isHistory = parse.GetValue(_history);
        return presenter.Wait("Reading " + path, () => Describe(path, isHistory, parse.GetValue(_head), parse));
    }

    private AuditDocument Describe(string path, bool isHistory, string? head, ParseResult parse)
    {
        var log = new AuditLog(path);
        var entries = _filter.Select(log.Read().Where(entry => !isHistory || IsPartOfHistory(entry)), parse);
        List<DiagnosticDocument> messages = [.. log.Problems.Select(p => DiagnosticDocument.From(SigningDiagnostics.AuditBroken.With(path, p)))];
        var isWhole = messages.Count == 0 && (head is null || log.Has(head));
        messages.AddRange(log.Unfinished.Select(line => DiagnosticDocument.From(SigningDiagnostics.AuditUnfinished.With(line, path))));
        if (head is not null && !log.Has(head))
            messages.Add(DiagnosticDocument.From(SigningDiagnostics.AuditWithoutHead.With(path, head)));
        return new AuditDocument
        {
            Command = Name,
            Outcome = isWhole ? "whole" : "broken",
            ExitCode = isWhole ? ExitCode.Done : ExitCode.Refused,
            File = path,
            Lines = log.Lines,
            Head = log.Head,
            Entries = entries,
            IsHistory = isHistory,
            Diagnostics = messages,
        };
    }

    private static bool IsPartOfHistory(AuditEntry entry) =>
        entry is { Outcome: "done", To: not null } or { Outcome: "done", Operation: "confirm" };
}
