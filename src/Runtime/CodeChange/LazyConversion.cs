using System.Reflection;
using System.Runtime.CompilerServices;
using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.State;

namespace HotWeave.CodeChange;

/// <summary>Converts objects one by one, at the first touch by code of a newer version, where nothing lists them. Upwards only.</summary>
/// <remarks>
/// One lock for all: with one per object, two hooks that touch each other's objects on two threads would wait for ever. Whoever meets an object that is being converted
/// waits; the converting thread itself passes.
/// </remarks>
internal static class LazyConversion
{
    // Protects the conversions under way, which all are of the thread that holds it. Hooks run under it.
    private static readonly object s_lock = new();
    private static readonly HashSet<(object, Type)> s_converting = [];

    private static readonly ConditionalWeakTable<Assembly, Registration> s_patches = [];

    /// <summary>Makes a patch's hooks known to its code; before any of it runs.</summary>
    internal static void Register(LoadedPatch patch, LazyRun run) => s_patches.AddOrUpdate(patch.Assembly, new Registration(patch, run));

    internal static void Convert(object instance, Assembly assembly, Type declaring)
    {
        if (!s_patches.TryGetValue(assembly, out var registered))
            throw new InvalidOperationException($"{assembly.GetName().Name} is no patch of this process.");
        var shape = registered.Patch.Shapes.First(s => s.Type == declaring);
        var level = new TypeChange(declaring, []).LevelOf(instance.GetType())!;
        lock (s_lock)
        {
            var key = (instance, level);
            var number = ShapeMarks.NumberOf(instance, level, shape.Deployed);
            if (number == shape.Number || !s_converting.Add(key))
                return;
            try
            {
                Convert(instance, level, registered, shape, number);
            }
            finally
            {
                s_converting.Remove(key);
            }
        }
    }

    private static void Convert(object instance, Type level, Registration registered, BoundShape shape, int number)
    {
        // A newer version had it before and was left without a way back; its state is accepted as it is.
        var steps = number < shape.Number
            ? StatePlan.Steps(shape.Type, number, shape.Number, registered.Patch.Hooks, acceptState: false).Where(static s => s.Hooks.Count > 0).ToList()
            : [];
        var snapshot = steps.Count == 0 ? null : ObjectSnapshot.Capture(instance);
        foreach (var step in steps)
        {
            var hook = step.Hooks[0];
            try
            {
                hook.Call(level, instance, new CodeChangeContext(registered.Run, step, new ObjectFields(instance, level)));
            }
            catch (Exception e)
            {
                snapshot!.Restore();
                registered.Run.BeginRollback(registered.Patch);
                throw SwapDiagnostics.LazyChangeFailed.Refuse(e, $"{hook.Hook.Name} on an object of {instance.GetType()}", e.GetType().Name, e.Message);
            }
        }

        ShapeMarks.Set(instance, level, shape.Number, shape.Deployed);
        TrackedInstances.Add(instance);
    }

    private sealed record Registration(LoadedPatch Patch, LazyRun Run);
}
