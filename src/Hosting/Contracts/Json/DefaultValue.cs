using System.Runtime.CompilerServices;

namespace HotWeave.AspNetCore.Contracts.Json;

/// <summary>What a variable of a type holds that nobody has set.</summary>
internal static class DefaultValue
{
    /// <summary>Boxed; null for references and nullable values.</summary>
    internal static object? Make(Type type) =>
        !type.IsValueType || Nullable.GetUnderlyingType(type) is not null ? null : RuntimeHelpers.GetUninitializedObject(type);
}
