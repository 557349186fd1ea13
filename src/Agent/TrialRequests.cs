using HotWeave.Control.Protocol;

namespace HotWeave.Control;

/// <summary>Puts what operators ask of trials into options.</summary>
internal static class TrialRequests
{
    // The tool checks what an operator types, so what is out of range is the nearest that is not.
    public static ProbationOptions? Options(TrialTerms? terms)
    {
        if (terms is null)
            return null;
        var options = new ProbationOptions
        {
            Share = double.IsNaN(terms.Share) ? 1 : Math.Clamp(terms.Share, 0.0001, 1),
            Window = TimeSpan.FromMilliseconds(Math.Clamp(terms.Window, 10, 86_400_000)),
            MaxErrorRate = terms.MaxErrorRate >= 0 ? terms.MaxErrorRate : null,
            MaxLatencyRatio = terms.MaxLatencyRatio >= 0 ? terms.MaxLatencyRatio : null,
            ConfirmOnSuccess = terms.Confirm,
        };
        return terms.MinUnits >= 0 ? options with { MinUnits = terms.MinUnits } : options;
    }
}
