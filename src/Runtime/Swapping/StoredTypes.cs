using HotWeave.Swapping;
using HotWeave.Versions;

namespace HotWeave;

/// <summary>
/// Names of types that are stored or sent, such as those of jobs, messages and documents. A type that a patch adds lives in the patch's
/// assembly, and its <see cref="Type.AssemblyQualifiedName"/> says so, which no other process and no later deployment finds; here it goes by
/// the name that it has in the deployment that brings it. All members are thread-safe.
/// </summary>
public static class StoredTypes
{
    /// <summary>The name of a type and of the assembly that has it where it is deployed, without versions, as in <c>Shop.Order, Shop</c>.</summary>
    /// <param name="type">A type that a patch adds, or any other; no parameter of a generic type or method.</param>
    /// <returns>What <see cref="Find"/> finds, and, where the type is deployed, <see cref="Type.GetType(string)"/> too.</returns>
    /// <exception cref="ArgumentException">The type has no name of its own.</exception>
    public static string GetName(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Qualify(type, MakeNames());
    }

    /// <summary>
    /// The type of a name: one that is deployed, or that a patch adds which is in force, or tried on a share of the units. It takes names
    /// that <see cref="GetName"/> gave, here, in another process or before another deployment, and what .NET itself calls a type of a patch.
    /// </summary>
    /// <param name="name">The name, with its assembly.</param>
    /// <returns>The type; null if this process has none of that name now.</returns>
    public static Type? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return MakeNames().FindType(name);
    }

    private static AddedTypeNames MakeNames()
    {
        var registry = Swapper.Instance.Registry;
        var tried = registry.Canary?.Content?.Patches ?? [];
        return new AddedTypeNames(registry.Patches.List(), [.. tried.Reverse(), .. (registry.Current.Content?.Patches ?? []).Reverse()]);
    }

    private static string Qualify(Type type, AddedTypeNames names)
    {
        var innermost = type;
        while (innermost.GetElementType() is { } element)
            innermost = element;
        return $"{Describe(type, names)}, {names.FindAssemblyName(innermost)}";
    }

    private static string Describe(Type type, AddedTypeNames names)
    {
        if (type.GetElementType() is { } element)
            return Describe(element, names) + type.Name[element.Name.Length..];
        var name = (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName
            ?? throw new ArgumentException($"{type} has no name of its own.", nameof(type));
        if (!type.IsConstructedGenericType)
            return name;
        return $"{name}[{string.Join(",", type.GetGenericArguments().Select(a => $"[{Qualify(a, names)}]"))}]";
    }
}
