using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Settings;
using HotWeave.State;

namespace HotWeave.Preparing;

/// <summary>Gives the static fields that a patch adds their first values. A field that an earlier version knows keeps the value it has.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The assembly is the patch's own, which no trimmer has seen.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The assembly is the patch's own, which no trimmer has seen.")]
internal static class AddedStatics
{
    private const string ClassName = "<HotWeave>Statics";
    private const string MethodName = "Initialise";

    /// <exception cref="SwapException">HW6109, HW6118, HW6119, HW6211; no field keeps a value of this attempt.</exception>
    internal static void Initialise(LoadedPatch patch, CancellationToken cancellationToken)
    {
        if (patch.IsInitialised)
            return;
        // Of a field that several of the assemblies know, the latest initialiser counts.
        var all = patch.Assemblies.Reverse().Select(static a => Method(a.Assembly)).OfType<Action>().ToList();
        var run = new StaticInitialisation();
        var deadline = SwapSettings.InitialiserTimeout;
        if (all.Count > 0 && !run.Run(patch.FailedInitialisation, all, deadline, cancellationToken))
            throw SwapDiagnostics.InitialiserOverran.Refuse(run.Running ?? "a field", deadline.TotalSeconds);
        patch.FailedInitialisation = run.Failure is null ? null : run;
        if (run.Failure is (var field, var exception))
            throw SwapDiagnostics.InitialiserFailed.Refuse(exception, field ?? "a field", exception.GetType(), exception.Message);
        patch.IsInitialised = true;
    }

    private static Action? Method(Assembly assembly)
    {
        if (assembly.GetType(ClassName, throwOnError: false) is not { } type)
            return null;
        return type.GetMethod(MethodName, BindingFlags.Public | BindingFlags.Static, [])?.CreateDelegate<Action>()
            ?? throw SwapDiagnostics.WrongShape.Refuse($"its class {ClassName} has no method {MethodName}");
    }
}
