namespace HotWeave.Weaver.Tests.Reach;

/// <summary>A kind of member whose value changes from <c>x + 10</c> in one version to <c>x + 20</c> in the next.</summary>
internal sealed record Target(Section Text)
{
    public static readonly IReadOnlyList<Target> All = [.. Section.Read("Reach/targets.txt").Select(static s => new Target(s))];

    public string Name => Text.Name;

    /// <summary>
    /// Whether a delegate or the framework calls it: what start-up code has computed through those is not followed, or every handler that it registers would be
    /// called start-up code.
    /// </summary>
    public bool IsCalledBack => Text.Words.Contains("called-back");

    /// <summary>Whether the value stands in its callers, so that they change with it.</summary>
    public bool IsCompiledIn => Text.Words.Contains("compiled-in");

    /// <summary>The call of it with 1.</summary>
    public string Call(string probe) => Section.Fill(Text.Third, ("P", probe));

    /// <summary>Its types in a version.</summary>
    public string Types(string probe, Value value, bool isNew)
    {
        var members = Text.Body.Contains("$O", StringComparison.Ordinal) || value.Members.Length == 0 || !value.NeedsObject ? value.Members : "";
        var text = Section.Fill(Text.Body, ("V", value.InStatic), ("O", value.InObject), ("N", isNew ? "20" : "10"), ("M", members), ("P", probe));
        return text.Replace("#if NEW", isNew ? "#if true" : "#if false", StringComparison.Ordinal);
    }
}
