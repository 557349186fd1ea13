using System.Reflection;
using Orleans.Serialization;
using Orleans.Serialization.TypeSystem;

namespace HotWeave.Orleans.Serialisers;

/// <summary>
/// Has types that versions add written by the names that they have in the next deployment, and found by these: what is sent or stored under
/// such a name outlives the patch.
/// </summary>
internal sealed class DeployedNames(AddedTypes added) : ITypeConverter, ITypeNameFilter
{
    /// <inheritdoc/>
    public bool TryFormat(Type type, out string formatted)
    {
        formatted = !added.IsEmpty && HasAdded(type) ? Format(type).ToString() : "";
        return formatted.Length > 0;
    }

    /// <inheritdoc/>
    public bool TryParse(string formatted, out Type type)
    {
        // Orleans looks at it only where it is told that there is one.
        type = (added.IsEmpty ? null : Find(formatted))!;
        return type is not null;
    }

    /// <inheritdoc/>
    public bool? IsTypeNameAllowed(string typeName, string assemblyName) =>
        added.Find(new DeployedName(typeName, assemblyName)) is not null ? true : null;

    private Type? Find(string formatted)
    {
        if (!formatted.Contains('['))
            return added.Find(DeployedName.Split(formatted));
        var found = Type.GetType(formatted, assemblyResolver: null, FindType, throwOnError: false);
        return found is not null && HasAdded(found) ? found : null;
    }

    private Type? FindType(Assembly? assembly, string name, bool ignoresCase) =>
        added.Find(new DeployedName(name, assembly?.GetName().Name ?? ""))
        ?? (assembly is null ? Type.GetType(name, throwOnError: false) : assembly.GetType(name, throwOnError: false));

    private bool HasAdded(Type type) => type.HasElementType
        ? HasAdded(type.GetElementType()!)
        : added.FindName(FindDefinition(type)) is not null || Array.Exists(type.GenericTypeArguments, HasAdded);

    private static Type FindDefinition(Type type) => type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type;

    private DeployedName Format(Type type)
    {
        if (type.IsArray)
        {
            var element = Format(type.GetElementType()!);
            return element with { Name = $"{element.Name}[{new string(',', type.GetArrayRank() - 1)}]" };
        }

        var definition = FindDefinition(type);
        var name = added.FindName(definition) ?? DeployedName.Split(RuntimeTypeNameFormatter.Format(definition));
        return type.IsConstructedGenericType
            ? name with { Name = $"{name.Name}[{string.Join(',', type.GenericTypeArguments.Select(a => $"[{Format(a)}]"))}]" }
            : name;
    }
}
