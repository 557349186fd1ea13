using System.Diagnostics;
using System.Reflection;
using System.Reflection.PortableExecutable;
using HotWeave.Harmony.Stubs;
using HotWeave.Runtime;

namespace HotWeave.Harmony.Weaving;

/// <summary>
/// Says which compiled code may have methods inlined that get stubs, where compiling it anew does not help: what is on the stack of who
/// weaves, and what Harmony cannot compile.
/// </summary>
/// <param name="callers">All that may have such methods inlined.</param>
/// <param name="isAtStart">Whether nothing has run often yet.</param>
internal sealed class OldCode(IReadOnlyDictionary<MethodBase, CompanionCallerAttribute> callers, bool isAtStart)
{
    private readonly Dictionary<Assembly, bool> _arePrecompiled = [];

    /// <summary>The methods on this thread's stack of which that is so.</summary>
    public IReadOnlyList<string> FindRunning() =>
    [
        .. new StackTrace(fNeedFileInfo: false).GetFrames().Select(static f => f.GetMethod()).OfType<MethodBase>().Distinct()
            .Where(m => callers.TryGetValue(m, out var caller) && !IsUnoptimised(m, caller)).Select(MethodNames.Describe),
    ];

    /// <summary>Those that Harmony cannot compile anew, in the order of the companions.</summary>
    public IReadOnlyList<string> FindFixed() =>
    [
        .. callers.Where(c => !c.Value.IsMovable && IsOptimised(c.Key.Module.Assembly) && !(isAtStart && BeginsUnoptimised(c.Key, c.Value)))
            .Select(static c => c.Value.Name),
    ];

    private bool IsUnoptimised(MethodBase method, CompanionCallerAttribute caller) =>
        !IsOptimised(method.Module.Assembly) || (IsEntryPoint(method) && BeginsUnoptimised(method, caller));

    // What runs for the first time, unless it was compiled before it ran, has loops, or nothing begins unoptimised here.
    private bool BeginsUnoptimised(MethodBase method, CompanionCallerAttribute caller) =>
        !caller.HasLoops && BeginsUnoptimised() && !IsPrecompiled(method.Module.Assembly);

    private static bool IsOptimised(Assembly assembly) =>
        assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true } && Find("JITMinOpts") != "1";

    // <Main>$ of top-level statements, and what the compiler makes of an asynchronous one.
    private static bool IsEntryPoint(MethodBase method) =>
        method == Assembly.GetEntryAssembly()?.EntryPoint
            || method.Name.StartsWith("<Main>", StringComparison.Ordinal)
            || method.DeclaringType?.Name.StartsWith("<<Main>", StringComparison.Ordinal) is true;

    private static bool BeginsUnoptimised() =>
        IsOn("System.Runtime.TieredCompilation", "TieredCompilation") && IsOn("System.Runtime.TieredCompilation.QuickJit", "TC_QuickJit");

    private static bool IsOn(string setting, string variable) => (!AppContext.TryGetSwitch(setting, out var on) || on) && Find(variable) != "0";

    private static string? Find(string variable) =>
        Environment.GetEnvironmentVariable("DOTNET_" + variable) ?? Environment.GetEnvironmentVariable("COMPlus_" + variable);

    private bool IsPrecompiled(Assembly assembly)
    {
        if (!_arePrecompiled.TryGetValue(assembly, out var isPrecompiled))
            _arePrecompiled.Add(assembly, isPrecompiled = ReadIsPrecompiled(assembly));
        return isPrecompiled;
    }

    private static bool ReadIsPrecompiled(Assembly assembly)
    {
        // Of a bundle nobody knows.
        if (assembly.Location.Length == 0)
            return true;
        using var file = new PEReader(File.OpenRead(assembly.Location));
        return file.PEHeaders.CorHeader is not { ManagedNativeHeaderDirectory.Size: 0 };
    }
}
