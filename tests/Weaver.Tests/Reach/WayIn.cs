namespace HotWeave.Weaver.Tests.Reach;

/// <summary>How a value is asked for, from one round to the next.</summary>
internal sealed record WayIn(Section Text)
{
    private const string Start = "start: ";

    public static readonly IReadOnlyList<WayIn> All = [.. Section.Read("Reach/ways.txt").Select(static s => new WayIn(s))];

    public string Name => Text.Name;

    /// <summary>Whether the program asks once, at its start, and keeps the answer.</summary>
    public bool IsOnce => Text.Words.Contains("once");

    /// <summary>Whether <c>Main</c> itself names the target.</summary>
    public bool StandsInMain => (Text.Third + (HasStart ? StartUpLine : "")) is var text && (text.Contains("$C", StringComparison.Ordinal) || text.Contains("$G", StringComparison.Ordinal));

    /// <summary>Whether it fits the target.</summary>
    public bool Fits(Target target) => (Text.Words.Count == 0 || Text.Words.Any(target.Text.Words.Contains)) || (IsOnce && !target.IsCalledBack);

    /// <summary>The types that it needs.</summary>
    public string Types(string probe, string call) => Fill(HasStart ? Text.Body[StartUpLine.Length..] : Text.Body, probe, call);

    /// <summary>What the program does once.</summary>
    public string StartUp(string probe, string call) => HasStart ? Fill(StartUpLine[Start.Length..], probe, call) : "";

    /// <summary>The expression that each round writes.</summary>
    public string Ask(string probe, string call) => Fill(Text.Third, probe, call);

    private bool HasStart => Text.Body.StartsWith(Start, StringComparison.Ordinal);

    private string StartUpLine => Text.Body.Split('\n')[0];

    private static string Fill(string text, string probe, string call) => Section.Fill(text, ("C", call), ("G", MethodOf(probe, call)), ("P", probe));

    // P.One.F(1) -> P.One.F; a constant stands beside its method
    private static string MethodOf(string probe, string call) => call.LastIndexOf('(') is > 0 and var end ? call[..end] : probe + ".F";
}
