using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>Tells methods whose code native libraries or the runtime supply.</summary>
internal static class ExternMethods
{
    /// <summary>Whether a method is <c>DllImport</c> or <c>UnsafeAccessor</c>, so that its attributes say what it does.</summary>
    public static bool Is(MethodDefinition method) =>
        method.HasPInvokeInfo
        || (method is { IsStatic: true, HasCustomAttributes: true } && method.CustomAttributes.Any(static a => a.AttributeType.FullName == "System.Runtime.CompilerServices.UnsafeAccessorAttribute"));
}
