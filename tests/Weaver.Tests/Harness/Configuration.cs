namespace HotWeave.Weaver.Tests.Harness;

/// <summary>How a case is compiled.</summary>
public enum Configuration
{
    Debug,
    Release,
}
