namespace HotWeave.Package.Tests.Walking;

/// <summary>A test that types what pages say, which is meant for bash and curl.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WalkTheoryAttribute : TheoryAttribute
{
    public WalkTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "the pages' commands are written for a POSIX shell";
    }
}
