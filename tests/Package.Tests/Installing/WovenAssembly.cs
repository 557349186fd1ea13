using Mono.Cecil;

namespace HotWeave.Package.Tests.Installing;

/// <summary>Looks at an assembly from outside.</summary>
internal static class WovenAssembly
{
    public static bool IsWoven(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        return module.Assembly.CustomAttributes.Any(a => a.AttributeType.FullName == "HotWeave.Runtime.BaselineAttribute");
    }
}
