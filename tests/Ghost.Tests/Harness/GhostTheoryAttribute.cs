namespace HotWeave.Ghost.Tests.Harness;

/// <summary>As <see cref="GhostFactAttribute"/>, with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GhostTheoryAttribute : TheoryAttribute
{
    public GhostTheoryAttribute() => Skip = new GhostFactAttribute().Skip;
}
