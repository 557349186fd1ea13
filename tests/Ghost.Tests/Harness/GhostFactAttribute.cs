using HotWeave.Tool.Files;

namespace HotWeave.Ghost.Tests.Harness;

/// <summary>A test that needs the native part, which is built where there is a C compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GhostFactAttribute : FactAttribute
{
    public GhostFactAttribute()
    {
        if (Companion.FindGhost() is null)
            Skip = "the native part is not built here: it takes Linux on x64 and a C compiler";
    }
}
