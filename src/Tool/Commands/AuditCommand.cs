using System.CommandLine;
using HotWeave.Tool.Auditing;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave audit</c>: reads an audit log, checks that it is as it was written, and shows what is asked for.</summary>
internal sealed class AuditCommand : CommandBase
{
    private readonly Argument<FileSystemInfo?> _log = new("log")
    {
        Description = "The audit log, or the folder that has one as audit.jsonl.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<int> _process = ProcessOption.CreateId("Read the log that this live process writes; see 'hotweave ps'.");
    private readonly Option<bool> _history = new("--history") { Description = "Only what changed the version or confirmed one, process by process." };
    private readonly Option<string?> _head = new("--head") { Description = "The digest of a line that must be there, as an earlier run said it." };
    private readonly AuditFilter _filter = new();

    public AuditCommand()
        : base("audit", "Shows who did what to processes, and checks that the log is as it was written.")
    {
        Arguments.Add(_log);
        Options.Add(_process);
        Options.Add(_history);
        Options.Add(_head);
        _filter.AddTo(this);
        Validators.Add(result =>
        {
            if (result.GetResult(_log) is { Tokens.Count: > 0 } == result.GetResult(_process) is { Tokens.Count: > 0 })
                result.AddError("Say which log: a file or folder, or a process with --pid.");
        });
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var path = parse.GetValue(_log) is { } log ? AuditLog.Find(log.FullName) : FindLog(parse.GetValue(_process), presenter);
        var isHistory = parse.GetValue(_history);
        return presenter.Wait("Reading " + path, () => Describe(path, isHistory, parse.GetValue(_head), parse));
    }

    private static string FindLog(int id, Presenter presenter)
    {
        var status = presenter.Wait($"Asking process {id}", () => ProcessReport.AskStatus(id));
        if (status.AuditLog is not { Length: > 0 } log)
            throw new RefusedException(UseDiagnostics.NoAuditLog.With(id));
        // Its path is the process's own, which may live in another root.
        return ProcessReader.Read(id)?.Here(log) ?? throw new RefusedException(UseDiagnostics.NoSuchProcess.With(id));
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
