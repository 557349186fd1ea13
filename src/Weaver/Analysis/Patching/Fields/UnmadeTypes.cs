using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Deployed classes of which no process has an object, so that every object is made by new code.</summary>
internal static class UnmadeTypes
{
    /// <summary>Whether a deployed class is static, or abstract without a class below it.</summary>
    public static bool Contains(TypeDefinition old, AssemblyMatch match)
    {
        if (!old.IsAbstract || old.IsInterface)
            return false;
        if (old.IsSealed)
            return true;
        var isSeen = OutsideVisibility.IsVisible(old) || old.Module.Assembly.CustomAttributes.Any(static a => a.AttributeType.Name == "InternalsVisibleToAttribute");
        return !isSeen && match.Pair.Modules.SelectMany(static m => m.Old.GetTypes()).All(t => t.BaseType?.GetElementType().Resolve() != old);
    }
}
