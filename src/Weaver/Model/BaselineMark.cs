using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>What a woven assembly says about itself: which baseline it is and how it was woven.</summary>
/// <param name="Id">64 lower-case hex digits.</param>
/// <param name="Format">The number of the weaving format.</param>
/// <param name="Settings">Canonical text of the settings.</param>
internal sealed record BaselineMark(string Id, int Format, string Settings)
{
    /// <summary>The format that this weaver writes, defined in docs/formats.md.</summary>
    public const int CurrentFormat = 2;

    /// <summary>The attribute that carries the mark.</summary>
    public const string AttributeName = "HotWeave.Runtime." + AttributeSimpleName;

    /// <summary>Its name without its namespace, which every woven file has in it.</summary>
    public const string AttributeSimpleName = "BaselineAttribute";

    /// <summary>The mark of <paramref name="assembly"/>; null when it is not woven.</summary>
    public static BaselineMark? Read(AssemblyDefinition assembly)
    {
        var attribute = assembly.CustomAttributes.FirstOrDefault(static a => a.AttributeType.FullName == AttributeName);
        return attribute?.ConstructorArguments is { Count: 3 } arguments
            && arguments[0].Value is string id && arguments[1].Value is int format && arguments[2].Value is string settings
            ? new BaselineMark(id, format, settings)
            : null;
    }
}
