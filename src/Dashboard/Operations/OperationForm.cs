using System.Globalization;
using HotWeave.Control.Protocol;

namespace HotWeave.Dashboard.Operations;

/// <summary>Reads what a form asks for into the request that the tool would send for the same words.</summary>
/// <param name="fields">The form's fields.</param>
internal sealed class OperationForm(IReadOnlyDictionary<string, string> fields)
{
    private const int LongestTime = 86_400_000;
    private const int DefaultWindow = 60_000;

    /// <summary>What is asked.</summary>
    /// <param name="operation">The operation's word.</param>
    /// <param name="findPatch">The bytes of an uploaded patch by its key; null where there is none.</param>
    /// <exception cref="FormatException">The form makes no sense; the message says why.</exception>
    public ControlMessage Read(string operation, Func<string, byte[]?> findPatch) => operation switch
    {
        "check" => new CheckRequest(Has("reclaimable"), ReadTerms(), FindPatch(findPatch)),
        "apply" => new ApplyRequest(Has("reclaimable"), ReadTerms(), FindPatch(findPatch), ReadTrial()),
        "prepare" => new PrepareRequest(Has("reclaimable"), FindPatch(findPatch)) { AcceptOlder = Has("accept-older") },
        "commit" => new CommitRequest(Text("patch"), ReadTerms(), ReadTrial()),
        "discard" => new DiscardRequest(Text("patch")),
        "promote" => new PromoteRequest(),
        "confirm" => new ConfirmRequest(Number("version")),
        "reverse" => new ReverseRequest(),
        "rollback" => new RollbackRequest(Number("to"), ReadTerms()),
        "cancel" => new CancelRequest(),
        "purge" => new PurgeRequest(Has("soft"), Seconds("timeout"), Number("version")),
        _ => throw new FormatException($"'{operation}' is no operation"),
    };

    private byte[] FindPatch(Func<string, byte[]?> findPatch) =>
        findPatch(Text("upload")) ?? throw new FormatException("the patch that was uploaded is not kept any more; upload it again");

    private TurnTerms ReadTerms() => new(ReadMode(), Seconds("timeout"), Has("cancel-units"))
    {
        SharedState = Has("shared-state"),
        AcceptState = Has("accept-state"),
        AcceptOutsideCalls = Has("accept-outside-calls"),
        AcceptOlder = Has("accept-older"),
    };

    private string ReadMode() => Text("mode") switch
    {
        "" => "",
        "immediate" => "Immediate",
        "unit-of-work" => "UnitOfWork",
        "quiescent" => "Quiescent",
        var other => throw new FormatException($"'{other}' is no mode"),
    };

    // As with the tool, thresholds without a trial are a mistake of whoever types them, not a wish to be guessed.
    private TrialTerms? ReadTrial()
    {
        if (Text("canary").Length == 0 && Text("probation").Length == 0)
        {
            return Text("max-error-rate").Length + Text("max-latency-ratio").Length + Text("min-units").Length > 0 || Has("confirm")
                ? throw new FormatException("thresholds and 'confirm' need a trial: a canary, a probation or both")
                : null;
        }

        var share = Text("canary").Length == 0 ? 1 : Share("canary");
        return share is < 0.0001
            ? throw new FormatException("a canary has a share of at least 0.01 %")
            : new TrialTerms(
                share,
                Text("probation").Length == 0 ? DefaultWindow : Time("probation"),
                Text("max-error-rate").Length == 0 ? -1 : Share("max-error-rate"),
                Text("max-latency-ratio").Length == 0 ? -1 : Real("max-latency-ratio"),
                Number("min-units") ?? -1,
                Has("confirm"));
    }

    private string Text(string name) => fields.GetValueOrDefault(name)?.Trim() ?? "";

    private bool Has(string name) => Text(name) == "on";

    private int? Number(string name) => Text(name) switch
    {
        "" => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new FormatException($"'{text}' is no number for '{name}'"),
    };

    private double Real(string name) =>
        double.TryParse(Text(name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{Text(name)}' is no number for '{name}'");

    private int Seconds(string name)
    {
        if (Text(name).Length == 0)
            return 0;
        var milliseconds = Real(name) * 1000;
        return milliseconds is >= 1 and <= LongestTime ? (int)milliseconds : throw new FormatException($"'{name}' takes seconds, up to a day");
    }

    private double Share(string name) =>
        TermText.ParseShare(Text(name)) ?? throw new FormatException($"'{name}' takes a share, such as 5% or 0.05");

    private int Time(string name) =>
        TermText.ParseTime(Text(name)) ?? throw new FormatException($"'{name}' takes a time from 0.01s to 24h, such as 60s, 5m or 1h");
}
