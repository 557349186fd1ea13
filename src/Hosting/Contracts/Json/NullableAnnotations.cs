using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace HotWeave.AspNetCore.Contracts.Json;

/// <summary>Whether a property gives and takes null, which System.Text.Json knows since its version 9.</summary>
internal static class NullableAnnotations
{
    private static readonly PropertyInfo?[] s_annotations =
        [typeof(JsonPropertyInfo).GetProperty("IsGetNullable"), typeof(JsonPropertyInfo).GetProperty("IsSetNullable")];

    internal static void Copy(JsonPropertyInfo source, JsonPropertyInfo target)
    {
        foreach (var annotation in s_annotations)
        {
            if (annotation?.GetValue(source) is bool isNullable && annotation.GetValue(target) is bool other && isNullable != other)
                annotation.SetValue(target, isNullable);
        }
    }
}
