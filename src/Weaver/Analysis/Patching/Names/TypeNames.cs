using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Names;

/// <summary>Members of the framework and of serialisers by which types' names become text.</summary>
internal static class TypeNames
{
    /// <summary>Whether a call reads a name of a type by which it is looked up.</summary>
    public static bool IsRead(MethodReference called) =>
        called.DeclaringType.FullName == "System.Type" && called.Name is "get_AssemblyQualifiedName" or "get_FullName";

    /// <summary>Whether the name that it reads says the assembly.</summary>
    public static bool HasAssembly(MethodReference called) => called.Name == "get_AssemblyQualifiedName";

    /// <summary>Whether a call has such names of any types leave the process, as far as anybody can see.</summary>
    public static bool MayLeave(MethodReference called) =>
        (called.Name == "get_AssemblyQualifiedName" && called.DeclaringType.FullName == "System.Type")
        || (called.Name == "set_TypeNameHandling" && called.DeclaringType.Namespace == "Newtonsoft.Json")
        || (called.Name == "Serialize" && called.DeclaringType.Name is "BinaryFormatter" or "NetDataContractSerializer");
}
