namespace HotWeave.Weaver.Tests.Reach;

/// <summary>One member, the way in which the program reaches it, and how the next version changes it.</summary>
internal sealed record Probe(int Number, Target Target, WayIn Way, Value Edit)
{
    /// <summary>What the names of all its types begin with.</summary>
    public string Name => "P" + Number;

    private string Call => Target.Call(Name);

    public override string ToString() => $"{Name}: {Target.Name}, {Way.Name}, {Edit.Name}";

    /// <summary>Whether the code that changes is that of <c>Main</c>.</summary>
    public bool IsChangeOfMain => Target.IsCompiledIn && Way.StandsInMain;

    /// <summary>Its types in one version.</summary>
    public string Types(bool isNew) => Target.Types(Name, isNew ? Edit : Value.Old, isNew) + "\n" + Way.Types(Name, Call);

    /// <summary>What the program does once for it.</summary>
    public string StartUp() => Way.StartUp(Name, Call);

    /// <summary>What each round does for it.</summary>
    public string Round() => $$"""
        try { turn.WriteLine("{{Name}} " + ({{Way.Ask(Name, Call)}})); }
        catch (Exception e) { turn.WriteLine("{{Name}} " + e.GetType().Name + " " + e.Message); }
        """;
}
