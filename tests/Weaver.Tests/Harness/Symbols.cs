namespace HotWeave.Weaver.Tests.Harness;

/// <summary>Where a compiled case has its debug symbols.</summary>
public enum Symbols
{
    Portable,
    Embedded,
    None,
}
