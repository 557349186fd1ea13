using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Where the call graph begins: code that the runtime or a framework enters once.</summary>
internal static class OnceEntries
{
    /// <summary>Why a head is entered once, by itself; <see cref="OnceEntry.None"/> where its callers decide.</summary>
    public static OnceEntry Find(MethodDefinition head)
    {
        if (head == head.Module.EntryPoint)
            return OnceEntry.EntryPoint;
        if (head is { IsConstructor: true, IsStatic: true } || StartupCode.Is(head.DeclaringType) || IsModuleInitialiser(head))
            return OnceEntry.Initialiser;
        if (FrameworkTypes.FindEntry(head) is var entry and not OnceEntry.None)
            return entry;
        return FindHosted(head);
    }

    private static bool IsModuleInitialiser(MethodDefinition method) =>
        method.HasCustomAttributes && method.CustomAttributes.Any(static a => a.AttributeType.FullName == "System.Runtime.CompilerServices.ModuleInitializerAttribute");

    private static OnceEntry FindHosted(MethodDefinition method)
    {
        if (!method.IsVirtual || method.Parameters.Count != 1 || method.Parameters[0].ParameterType.FullName != "System.Threading.CancellationToken")
            return OnceEntry.None;
        var name = method.Name.Substring(method.Name.LastIndexOf('.') + 1);
        return name switch
        {
            "StartAsync" or "StartingAsync" or "StartedAsync" when FrameworkTypes.IsHosted(method.DeclaringType) => OnceEntry.HostedStart,
            "ExecuteAsync" when FrameworkTypes.IsHosted(method.DeclaringType) => OnceEntry.HostedRun,
            _ => OnceEntry.None,
        };
    }
}
