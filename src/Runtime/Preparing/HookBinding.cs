using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HotWeave.CodeChange;
using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Patches.Format;

namespace HotWeave.Preparing;

/// <summary>Finds the types whose state a patch changes, and the methods that it wants called.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Woven assemblies are roots of trimming; what is missing all the same is refused.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Woven assemblies are roots of trimming; what is missing all the same is refused.")]
internal static class HookBinding
{
    /// <exception cref="SwapException">HW6109, HW6536.</exception>
    internal static void Bind(LoadedPatch patch, IReadOnlyList<PatchEntry> entries, LazyRun lazily)
    {
        var state = patch.Manifest.State;
        patch.Shapes = [.. state.Shapes.Select(s => new BoundShape(TypeOf(patch, s.Baseline, s.Type), s.Deployed, s.Number, s.IsLazy))];
        patch.Hooks = [.. state.Hooks.Select(h => Bind(patch, h))];
        patch.Unmade = [.. state.Unmade.Select(u => Bind(patch, u, entries))];
        LazyConversion.Register(patch, lazily);
    }

    private static BoundHook Bind(LoadedPatch patch, PatchHook hook)
    {
        var type = StateText.NamesType(hook.Kind) ? TypeOf(patch, hook.Baseline, hook.Type) : null;
        var home = patch.Assembly.GetType(hook.Class, throwOnError: false)
            ?? throw SwapDiagnostics.WrongShape.Refuse($"it has no class {hook.Class} for its hook {hook.Name}");
        var named = home.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(m => m.Name == hook.Method).ToList();
        return named is [var method] && Fits(method, hook.Kind, type)
            ? new BoundHook(hook, StateText.IsCodeChange(hook.Kind) ? type : null, method) { Shown = StateText.IsCodeChange(hook.Kind) ? null : type }
            : throw SwapDiagnostics.WrongShape.Refuse($"its hook {hook.Name} does not have the form of one");
    }

    // Its constructors have stubs, by which it is seen whether an object is made: those of the type as it was woven, not as the runtime was asked to later.
    private static BoundUnmade Bind(LoadedPatch patch, UnmadeType unmade, IReadOnlyList<PatchEntry> entries)
    {
        var type = TypeOf(patch, unmade.Baseline, unmade.Type);
        if (Companions.Find(type.Assembly) is not null)
            throw LookDiagnostics.UnmadeOfGhost.Refuse(type);
        return entries.FirstOrDefault(e => e.Slot.Type == type) is { } entry
            ? new BoundUnmade(entry.Slot, unmade.Fields)
            : throw SwapDiagnostics.WrongShape.Refuse($"no object of {unmade.Type} may be alive, and it does not replace it");
    }

    private static bool Fits(MethodInfo method, PatchHookKind kind, Type? type)
    {
        var parameters = method.GetParameters();
        return kind switch
        {
            PatchHookKind.ChangeObject =>
                method.ReturnType == typeof(void) && parameters is [_, { ParameterType: var context }] && context == typeof(CodeChangeContext)
                && method.GetGenericArguments().Length == type!.GetGenericArguments().Length,
            PatchHookKind.ChangeType =>
                method.ReturnType == typeof(void) && !method.IsGenericMethod && parameters is [{ ParameterType: var context }] && context == typeof(CodeChangeContext),
            PatchHookKind.MapEndpoints or PatchHookKind.MapDeployedEndpoints =>
                method.ReturnType == typeof(void) && !method.IsGenericMethod
                && parameters is [{ ParameterType.FullName: "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder" }],
            PatchHookKind.RegisterServices =>
                method.ReturnType == typeof(void) && !method.IsGenericMethod
                && parameters is [{ ParameterType.FullName: "Microsoft.Extensions.DependencyInjection.IServiceCollection" }],
            PatchHookKind.ShowProperties =>
                method.ReturnType == typeof(object) && !method.IsGenericMethod && parameters is [{ ParameterType: var shown }] && shown == typeof(object)
                && method.DeclaringType!.GetGenericArguments().Length == type!.GetGenericArguments().Length,
            PatchHookKind.ShowMethods => method.ReturnType == typeof(void) && !method.IsGenericMethod && parameters.Length == 0,
            PatchHookKind.ServeActions => method.ReturnType == typeof(object[]) && !method.IsGenericMethod && parameters.Length == 0,
            PatchHookKind.HostService => method.ReturnType == typeof(Type) && !method.IsGenericMethod && parameters.Length == 0,
            _ => !method.IsGenericMethod && (method.ReturnType == typeof(void) || method.ReturnType == typeof(Task))
                && (parameters.Length == 0 || (parameters.Length == 1 && parameters[0].ParameterType == typeof(SwapHookContext))),
        };
    }

    private static Type TypeOf(LoadedPatch patch, int baseline, string name) =>
        patch.Baselines[baseline].Assembly.GetType(name, throwOnError: false)
            ?? throw SwapDiagnostics.WrongShape.Refuse($"{patch.Baselines[baseline].Name} has no type {name}");
}
