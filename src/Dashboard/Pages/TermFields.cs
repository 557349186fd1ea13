using HotWeave.Dashboard.Markup;

namespace HotWeave.Dashboard.Pages;

/// <summary>What forms ask beside an operation; the words are those of the tool's options.</summary>
internal static class TermFields
{
    /// <summary>Who moves when.</summary>
    public static Html Draw() => Html.Write($"""
        <details><summary>Terms</summary>
        <label>Mode <select name="mode"><option value="">the process decides</option>
        <option>immediate</option><option>unit-of-work</option><option>quiescent</option></select></label>
        <label>Timeout in seconds <input name="timeout" type="number" min="0.1" max="86400" step="any" placeholder="2"></label>
        {DrawCheckbox("cancel-units", "signal the tokens of units that take longer")}
        {DrawCheckbox("shared-state", "let both versions use the same objects")}
        {DrawCheckbox("accept-state", "go back although nothing turns the state back")}
        {DrawCheckbox("accept-outside-calls", "take calls from outside units of work for a warning")}
        {DrawCheckbox("accept-older", "take a signed patch that is older")}
        </details>
        """);

    /// <summary>How a new version is tried.</summary>
    public static Html DrawTrial() => Html.Write($"""
        <fieldset><legend>Trial</legend>
        <label>Canary: share of new units, such as 5% <input name="canary" pattern="[0-9.]+%?" placeholder="everybody"></label>
        <label>Probation: time, such as 60s <input name="probation" pattern="[0-9.]+[smh]" placeholder="none"></label>
        <label>Most errors, such as 1% <input name="max-error-rate" pattern="[0-9.]+%?" placeholder="1 % more than before"></label>
        <label>Most latency, times that of the old version <input name="max-latency-ratio" type="number" min="0" step="any" placeholder="not judged"></label>
        <label>Fewest units for a verdict <input name="min-units" type="number" min="0" placeholder="20"></label>
        {DrawCheckbox("confirm", "confirm the version if it succeeds")}</fieldset>
        """);

    private static Html DrawCheckbox(string name, string label) => Html.Write($"""
        <label><input type="checkbox" name="{name}" value="on"> {name}: {label}</label>
        """);
}
