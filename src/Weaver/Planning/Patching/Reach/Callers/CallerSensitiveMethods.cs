using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Callers;

/// <summary>Which methods of the framework give an answer that depends on the assembly, or the method, of the calling code.</summary>
internal static class CallerSensitiveMethods
{
    /// <summary>
    /// Whether HotWeave.Runtime has the method for a caller that is given: a method of <c>OriginalCaller</c> with the same name.
    /// </summary>
    public static bool HaveOriginal(MethodReference method) => method.DeclaringType.FullName switch
    {
        "System.Type" => method is { Name: "GetType", HasThis: false } && TakesText(method),
        "System.Reflection.Assembly" => method is { Name: "Load", Parameters.Count: 1 }
            && method.Parameters[0].ParameterType.Name is "String" or "AssemblyName",
        "System.Activator" => method is { Name: "CreateInstance", HasGenericParameters: false } and not GenericInstanceMethod
            && TakesText(method) && method.Parameters.Count is 2 or 3 or 8,
        _ => false,
    };

    /// <summary><c>Assembly::GetExecutingAssembly</c></summary>
    public static bool IsExecutingAssembly(MethodReference method) =>
        method is { Name: "GetExecutingAssembly", DeclaringType.FullName: "System.Reflection.Assembly" };

    /// <summary><c>MethodBase::GetCurrentMethod</c></summary>
    public static bool IsCurrentMethod(MethodReference method) =>
        method is { Name: "GetCurrentMethod", DeclaringType.FullName: "System.Reflection.MethodBase" };

    /// <summary>Whether the method gives the assembly of a type.</summary>
    public static bool IsAssemblyOfType(MethodReference method) =>
        method is { Name: "get_Assembly", DeclaringType.FullName: "System.Type" } or { Name: "GetAssembly",
            DeclaringType.FullName: "System.Reflection.Assembly" };

    /// <summary>Whether the method looks at its caller in any way.</summary>
    public static bool LookAtCaller(MethodReference method) =>
        HaveOriginal(method) || IsExecutingAssembly(method) || IsCurrentMethod(method) || IsCallingAssembly(method)
            || method.DeclaringType.FullName switch
        {
            "System.Reflection.Assembly" => method.Name is "Load" or "LoadWithPartialName",
            "System.Diagnostics.StackFrame" => method.Name == ".ctor",
            "System.Diagnostics.StackTrace" => method.Name == ".ctor"
                && method.Parameters.All(static p => p.ParameterType.Name is "Boolean" or "Int32"),
            _ => false,
        };

    /// <summary>Whether the code of a method asks which assembly it is called from.</summary>
    public static bool AskForCaller(MethodDefinition method) =>
        method.HasBody && method.Body.Instructions.Any(static i => i.OpCode.Code == Code.Call && i.Operand is MethodReference called
            && IsCallingAssembly(called));

    /// <summary><c>Assembly::GetCallingAssembly</c></summary>
    public static bool IsCallingAssembly(MethodReference method) =>
        method is { Name: "GetCallingAssembly", DeclaringType.FullName: "System.Reflection.Assembly" };

    private static bool TakesText(MethodReference method) =>
        method.Parameters.Count > 0 && method.Parameters[0].ParameterType.FullName == "System.String";
}
