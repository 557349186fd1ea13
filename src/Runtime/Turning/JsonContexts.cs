using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HotWeave.Diagnostics;
using HotWeave.Loading;

namespace HotWeave.Turning;

/// <summary>
/// Drops the contracts that generated <c>JsonSerializerContext</c>s keep in fields of their own. System.Text.Json's own handler drops those that options keep; without this one version would write an object in two shapes,
/// by the handler that the patch replaces and by the properties that the deployed one had.
/// </summary>
/// <remarks>By reflection, and only where System.Text.Json is loaded, since most of a trimmed application's would otherwise be kept. Setting the fields is no race: who finds none asks the options.</remarks>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What a trimmer took away nobody has used.")]
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What a trimmer took away nobody has used.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "What a trimmer took away nobody has used.")]
internal static class JsonContexts
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    internal static void Clear(List<string> warnings)
    {
        try
        {
            foreach (var serialiser in LoadedAssemblies.FindAll().Where(static a => a.GetName().Name == "System.Text.Json"))
                Clear(serialiser);
        }
        catch (Exception e) when (e is TargetInvocationException or FieldAccessException or InvalidOperationException or TypeLoadException)
        {
            warnings.Add(SwapDiagnostics.UpdateHandlerFailed.Warn("of generated JSON contexts", e.GetType().Name, e.Message));
        }
    }

    private static void Clear(Assembly serialiser)
    {
        var options = serialiser.GetType("System.Text.Json.JsonSerializerOptions");
        var context = serialiser.GetType("System.Text.Json.Serialization.JsonSerializerContext");
        var contract = serialiser.GetType("System.Text.Json.Serialization.Metadata.JsonTypeInfo");
        var tracked = options?.GetNestedType("TrackedOptionsInstances", BindingFlags.NonPublic)?.GetProperty("All", Statics)?.GetValue(null) as IEnumerable;
        if (context is null || contract is null || tracked is null)
            return;
        foreach (var pair in tracked)
        {
            var resolver = options!.GetProperty("TypeInfoResolver")?.GetValue(pair.GetType().GetProperty("Key")!.GetValue(pair));
            foreach (var one in resolver as IEnumerable ?? new[] { resolver })
            {
                if (context.IsInstanceOfType(one))
                    Clear(one!, contract);
            }
        }
    }

    private static void Clear(object context, Type contract)
    {
        foreach (var field in context.GetType().GetFields(Fields))
        {
            if (contract.IsAssignableFrom(field.FieldType) && !field.IsInitOnly)
                field.SetValue(context, null);
        }
    }
}
