namespace HotWeave.Package.Tests.Installing;

/// <summary>A test of what takes the tool's native part, which is packed where there is a C compiler for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeTheoryAttribute : TheoryAttribute
{
    public NativeTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/gcc") || !File.Exists("/usr/include/features.h"))
            Skip = "the native part is not packed here: it takes Linux and a C compiler";
    }
}
