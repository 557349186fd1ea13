namespace HotWeave.Conformance;

/// <summary>Who took part in a call: which version and which unit it was in.</summary>
public record Part(string Where, string Version, string Unit, string? Tag)
{
    public static Part Of(string where) => new(where, Release.Name, UnitOfWork.Name ?? "none", UnitOfWork.Capture().Tag);
}

/// <summary>An answer with a number that the process gives once, and all who took part in it.</summary>
public record Answer(int Number, Part[] Parts);
