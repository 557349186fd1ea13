using System.Globalization;
using HotWeave.Dashboard.Operations;
using HotWeave.Fleet.Contract;
using HotWeave.Fleet.Rollouts;

namespace HotWeave.Tool.Dashboards.Fleet;

/// <summary>Does what a form of the fleet's page asks for, as the command of that name does.</summary>
/// <param name="fields">The form's fields.</param>
internal sealed class FleetForm(IReadOnlyDictionary<string, string> fields)
{
    /// <summary>Does it.</summary>
    /// <exception cref="FormatException">The form makes no sense; the message says why.</exception>
    /// <exception cref="FleetException">It is refused, or the store is away.</exception>
    public Task DoAsync(string operation, FleetOperator @operator, CancellationToken cancellation) => operation switch
    {
        "rollout" => BeginAsync(@operator, cancellation),
        "pause" => @operator.PauseAsync(cancellation),
        "resume" => @operator.ResumeAsync(cancellation),
        "abort" => @operator.AbortAsync(cancellation),
        "rollback" => @operator.RollBackAsync(cancellation),
        _ => throw new FormatException($"'{operation}' is no operation"),
    };

    private async Task BeginAsync(FleetOperator @operator, CancellationToken cancellation)
    {
        var waves = Wave.ParseAll(Text("waves"))
            ?? throw new FormatException("'waves' takes numbers and shares that grow, such as 1,10%,50%,100%, of which the last is 100%");
        var terms = ReadTerms();
        var patch = await @operator.FindPatchAsync(Text("digest"), cancellation).ConfigureAwait(false);
        await @operator.BeginAsync(patch, waves, terms, null, cancellation).ConfigureAwait(false);
    }

    private ReleaseTerms ReadTerms()
    {
        if (Text("probation").Length == 0)
        {
            return Text("max-error-rate").Length + Text("min-units").Length == 0
                ? new ReleaseTerms()
                : throw new FormatException("thresholds need a probation");
        }

        return new ReleaseTerms
        {
            Probation = TermText.ParseTime(Text("probation"))
                ?? throw new FormatException("'probation' takes a time from 0.01s to 24h, such as 60s, 5m or 1h"),
            MaxErrorRate = Text("max-error-rate") is { Length: > 0 } rate
                ? TermText.ParseShare(rate) ?? throw new FormatException("'max-error-rate' takes a share, such as 5% or 0.05")
                : null,
            MinUnits = Text("min-units") is { Length: > 0 } units
                ? int.TryParse(units, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new FormatException($"'{units}' is no number for 'min-units'")
                : null,
        };
    }

    private string Text(string name) => fields.GetValueOrDefault(name)?.Trim() ?? "";
}
