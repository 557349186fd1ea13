using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HotWeave.Diagnostics;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Protocol;
using HotWeave.Runtime;

namespace HotWeave.Preparing;

/// <summary>Finds the slots that a patch fills and the classes it fills them with, and creates the dispatch objects.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Woven assemblies are roots of trimming; what is missing all the same is refused.")]
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Woven assemblies are roots of trimming; what is missing all the same is refused.")]
[UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "Woven assemblies are roots of trimming; what is missing all the same is refused.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Woven assemblies are roots of trimming; what is missing all the same is refused.")]
internal static class SlotBinding
{
    /// <exception cref="SwapException">HW6109, HW6113.</exception>
    internal static List<PatchEntry> Bind(LoadedPatch patch)
    {
        var entries = new List<PatchEntry>(patch.Manifest.Types.Count);
        var slots = new HashSet<TypeSlot>();
        foreach (var type in patch.Manifest.Types)
        {
            var entry = Bind(patch, type);
            if (!slots.Add(entry.Slot))
                throw SwapDiagnostics.WrongShape.Refuse($"it replaces {type.Type} twice");
            entries.Add(entry);
        }

        return entries;
    }

    private static PatchEntry Bind(LoadedPatch patch, PatchedType type)
    {
        var baseline = patch.Baselines[type.Baseline];
        var slot = Slot(baseline, type);
        var dispatchClass = slot.Field.FieldType;
        var version = Create(patch, type.VersionClass, dispatchClass);
        version.SlotIndex = slot.Index;
        version.BaselineCopy = Create(patch, type.BaselineClass, dispatchClass);
        version.Door = Create(patch, type.DoorClass, dispatchClass);
        version.Door.SlotIndex = slot.Index;
        version.Door.BaselineCopy = version.BaselineCopy;
        version.Door.Slot = slot;
        return new PatchEntry(baseline.Assembly, slot, version);
    }

    private static TypeSlot Slot(WovenAssembly baseline, PatchedType type)
    {
        var replaced = baseline.Assembly.GetType(type.Type, throwOnError: false)
            ?? throw SwapDiagnostics.WrongShape.Refuse($"{baseline.Name} has no type {type.Type}");
        var slots = baseline.Generated.GetType(WovenAssembly.SlotsClass, throwOnError: false)
            ?? throw SwapDiagnostics.WrongShape.Refuse($"{baseline.Name} has no slots");
        var field = slots.GetField(type.Slot, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            ?? throw SwapDiagnostics.WrongShape.Refuse($"{baseline.Name} has no slot {type.Slot} for {type.Type}");
        if (field.IsInitOnly || field.IsLiteral || !typeof(DispatchObject).IsAssignableFrom(field.FieldType))
            throw SwapDiagnostics.WrongShape.Refuse($"the slot {type.Slot} of {baseline.Name} is of {field.FieldType}, which is no dispatch class of this HotWeave.Runtime");
        return TypeSlots.For(field, replaced);
    }

    private static DispatchObject Create(LoadedPatch patch, string name, Type dispatchClass)
    {
        var type = patch.Assembly.GetType(name, throwOnError: false)
            ?? throw SwapDiagnostics.WrongShape.Refuse($"it has no class {name}");
        if (type.IsAbstract || type.ContainsGenericParameters || !type.IsSubclassOf(dispatchClass))
            throw SwapDiagnostics.WrongShape.Refuse($"its class {name} is no version of {dispatchClass}");
        if (type.GetConstructor(Type.EmptyTypes) is not { } constructor)
            throw SwapDiagnostics.WrongShape.Refuse($"its class {name} has no public parameterless constructor");
        try
        {
            return (DispatchObject)constructor.Invoke(null);
        }
        catch (TargetInvocationException e)
        {
            throw SwapDiagnostics.ConstructorFailed.Refuse(e.InnerException, name, e.InnerException?.Message ?? e.Message);
        }
    }
}
