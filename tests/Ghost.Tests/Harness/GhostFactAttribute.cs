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

    /// <summary>Whether it takes so long that it runs only where somebody asks for all (<c>HOTWEAVE_FULL_SIZE=1</c>).</summary>
    public bool IsLong
    {
        get => false;
        set => Skip ??= value && Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") != "1" ? "of the whole form: HOTWEAVE_FULL_SIZE=1" : null;
    }
}
