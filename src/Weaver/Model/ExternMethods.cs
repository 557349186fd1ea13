using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>Tells methods whose code native libraries or the runtime supply.</summary>
internal static class ExternMethods
{
    /// <summary>Whether a method is <c>DllImport</c> or <c>UnsafeAccessor</c>, so that its attributes say what it does.</summary>
    public static bool Is(MethodDefinition method) => method.HasPInvokeInfo || AccessorOf(method) is not null;

    /// <summary>What code a method stands for, as text; empty where that is its own.</summary>
    public static string BindingOf(MethodDefinition method)
    {
        if (method.HasPInvokeInfo)
            return $"{method.PInvokeInfo.Module.Name}!{method.PInvokeInfo.EntryPoint} {method.PInvokeInfo.Attributes}";
        return AccessorOf(method) is { } accessor
            ? string.Join(",", accessor.ConstructorArguments.Select(static a => $"{a.Value}").Concat(accessor.Properties.Select(static p => $"{p.Name}={p.Argument.Value}")))
            : "";
    }

    private static CustomAttribute? AccessorOf(MethodDefinition method) =>
        AccessorMark.Read(method) is null ? null : AccessorMark.FindAttribute(method);
}
