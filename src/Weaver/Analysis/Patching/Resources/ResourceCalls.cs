using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Resources;

/// <summary>Which calls look up resources of an assembly, and which make something that others look them up with.</summary>
internal static class ResourceCalls
{
    /// <summary>The framework's class that looks up texts and objects by their names, for the reader's culture.</summary>
    public const string Manager = "System.Resources.ResourceManager";

    private const string Assembly = "System.Reflection.Assembly";

    /// <summary>
    /// Whether the instruction asks an assembly or a manager by a method for which HotWeave.Runtime has one that asks a patch first. A call
    /// that is not virtual is one of a derived class, which asks its base.
    /// </summary>
    public static bool LookUp(Instruction instruction) =>
        instruction is { OpCode.Code: Code.Callvirt, Operand: MethodReference called } && (AskAssembly(called) || AskManager(called));

    /// <summary>Whether the method gives files that are embedded in an assembly.</summary>
    public static bool AskAssembly(MethodReference method) =>
        method is { HasThis: true, Name: "GetManifestResourceStream" or "GetManifestResourceNames" or "GetManifestResourceInfo" }
        && method.DeclaringType.FullName == Assembly;

    /// <summary>Whether the method gives what a manager finds.</summary>
    public static bool AskManager(MethodReference method) =>
        method is { HasThis: true, Name: "GetString" or "GetObject" or "GetStream" or "GetResourceSet" } && method.DeclaringType.FullName == Manager;

    /// <summary>Whether the method makes a manager.</summary>
    public static bool MakeManager(MethodReference method) => method.Name == ".ctor" && method.DeclaringType.FullName == Manager;

    /// <summary>
    /// Says who gets something by which it looks up texts, or files, on its own; null where the method of another assembly does not.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="files">Whether files are meant, and not texts.</param>
    public static bool LetOthersLookUp(MethodReference method, bool files)
    {
        var (type, @namespace) = (method.DeclaringType.GetElementType(), method.DeclaringType.GetElementType().Namespace);
        if (files)
            return !IsOfSystem(@namespace) && TakesA(method, Assembly);
        if (MakeManager(method))
            return method.Parameters.Count > 2;
        return (type.FullName != Manager && (TakesA(method, Manager) || (method.Name == ".ctor" && type.Name.EndsWith("ResourceManager", StringComparison.Ordinal))))
            || IsLocaliser(@namespace);
    }

    private static bool IsLocaliser(string @namespace) =>
        @namespace is "Microsoft.Extensions.Localization" or "Microsoft.AspNetCore.Mvc.Localization";

    private static bool IsOfSystem(string @namespace) =>
        @namespace == "System" || @namespace.StartsWith("System.", StringComparison.Ordinal) || @namespace.StartsWith("HotWeave", StringComparison.Ordinal);

    private static bool TakesA(MethodReference method, string type) => method.Parameters.Any(p => p.ParameterType.FullName == type);
}
