using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HotWeave.Tool.Output;

/// <summary>Writes documents in the format that was asked for.</summary>
internal sealed class Presenter(TextWriter output, TextWriter error, OutputFormat format, bool isTerminal)
{
    private readonly TextReport _report = new(output, error, isTerminal && format == OutputFormat.Text);

    /// <summary>Whether info messages are shown to a person too; a program gets all of them.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>Whether somebody looks at it while it is written.</summary>
    public bool IsInteractive => _report.IsInteractive;

    /// <summary>Runs something that takes a while.</summary>
    public T Wait<T>(string what, Func<T> run) => _report.Wait(what, run);

    /// <summary>Runs something that takes a while, and says what it waits for.</summary>
    public T Wait<T>(string what, Func<T> run, Func<string?> progress) => _report.Wait(what, run, progress);

    /// <summary>Shows a status that changes: on a terminal in place, else line by line.</summary>
    /// <param name="run">Calls its argument with each status.</param>
    /// <param name="changes">The lines that say what a status has changed since the one before.</param>
    /// <returns>Whether the process has ended.</returns>
    public bool Watch(Func<Action<StatusDocument>, bool> run, Func<StatusDocument, IEnumerable<string>> changes) =>
        _report.IsInteractive ? _report.Live(run) : run(status =>
        {
            _report.Lines(changes(status));
            output.Flush();
        });

    /// <summary>Says something at once, before the command ends.</summary>
    public void Say(string line)
    {
        _report.Line(line);
        output.Flush();
    }

    /// <summary>Writes the document.</summary>
    public void Show(Document document)
    {
        if (format == OutputFormat.Json)
        {
            output.WriteLine(JsonSerializer.Serialize(document, document.GetType(), DocumentContext.Readable).ReplaceLineEndings("\n"));
            return;
        }

        foreach (var diagnostic in FoldedMessages.Fold(document.Diagnostics))
        {
            if (IsVerbose || diagnostic.Severity != "info")
                _report.Diagnostic(diagnostic);
        }

        document.Print(_report);
    }
}

/// <summary>The documents there are; each is written with no reflection and in the order of its properties.</summary>
[JsonSerializable(typeof(RefusedDocument))]
[JsonSerializable(typeof(NothingToDoDocument))]
[JsonSerializable(typeof(WeaveDocument))]
[JsonSerializable(typeof(PatchDocument))]
[JsonSerializable(typeof(InspectedAssemblyDocument))]
[JsonSerializable(typeof(InspectedPatchDocument))]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(SwapDocument))]
[JsonSerializable(typeof(GroupDocument))]
[JsonSerializable(typeof(PreparedDocument))]
[JsonSerializable(typeof(ConfirmDocument))]
[JsonSerializable(typeof(PurgeDocument))]
[JsonSerializable(typeof(CancelDocument))]
[JsonSerializable(typeof(ProcessesDocument))]
[JsonSerializable(typeof(KeyDocument))]
[JsonSerializable(typeof(SignedDocument))]
[JsonSerializable(typeof(AuditDocument))]
[JsonSerializable(typeof(FleetDocument))]
[JsonSerializable(typeof(FleetHistoryDocument))]
[JsonSerializable(typeof(PublishedDocument))]
[JsonSerializable(typeof(DashboardDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(CompletionDocument))]
[JsonSerializable(typeof(DevDocument))]
internal sealed partial class DocumentContext : JsonSerializerContext
{
    /// <summary>As programs and people read it.</summary>
    public static JsonSerializerOptions Readable { get; } = new()
    {
        TypeInfoResolver = new DocumentContext().WithAddedModifier(ReportMembers.Flatten),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
