using System.Reflection;

namespace HotWeave.Preparing;

/// <summary>
/// What <c>!0</c> and <c>!!0</c> mean in a method's body: the open parameters of its type and of itself. The key tells contexts
/// apart in which the same token may mean something else; 0 is that of all code outside generics.
/// </summary>
internal readonly record struct GenericContext(Type[]? TypeArguments, Type[]? MethodArguments, int Key)
{
    internal static GenericContext Of(MethodBase method)
    {
        var type = method.DeclaringType is { IsGenericTypeDefinition: true } t ? t.GetGenericArguments() : null;
        // A token of a generic method of a struct that overrides or implements gives it instantiated over its own parameters.
        if (method.IsGenericMethod)
            return new(type, method.GetGenericArguments(), method.MetadataToken);
        return type is null ? default : new(type, null, method.DeclaringType!.MetadataToken);
    }
}
