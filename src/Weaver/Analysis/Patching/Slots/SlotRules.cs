using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Slots;

/// <summary>What a patch can and cannot do about virtual methods whose slots running types do not have.</summary>
internal sealed class SlotRules(DeployedSlots slots, DiagnosticSink sink)
{
    /// <summary>Judges a type of the new build as a whole: its place below deployed types, and the slots that its deployed methods have left.</summary>
    public void Check(TypeDefinition type)
    {
        if (slots.IsDeployed(type))
        {
            foreach (var method in type.Methods)
                CheckPlace(method);
            return;
        }

        if (type.BaseType is not null && slots.New.Own(type.BaseType) is { } @base && slots.OldOf(@base) is { IsSealed: true })
            Report(EditDiagnostics.SealedBase, type, ReadableName.Describe(type), ReadableName.Describe(@base));
        if (!type.IsInterface && !type.IsAbstract)
            CheckGaps(type);
    }

    /// <summary>Judges a new virtual method of a deployed type.</summary>
    public bool CanAdd(MethodDefinition method)
    {
        if (method.IsStatic || IsFinaliser(method))
            return Refuse(EditDiagnostics.VirtualAdded, method, ReadableName.Describe(method));
        if (!method.DeclaringType.IsInterface && slots.New.OverridesOutside(method) && slots.OverrideStubAbove(method) is null && OutsideBase(method.DeclaringType, method) is { IsAbstract: false } outside)
            return Refuse(EditDiagnostics.OverrideOfOutside, method, ReadableName.Describe(method), ReadableName.Describe(outside), ReadableName.Describe(method.DeclaringType));
        // What calls a grain is generated, and the patch has it anew.
        if (method.IsAbstract && OutsideVisibility.IsVisible(method.DeclaringType) && !FrameworkEntryPoints.IsOfGrain(method.DeclaringType))
            Report(EditDiagnostics.AbstractAdded, method, ReadableName.Describe(method));
        return true;
    }

    /// <summary>Whether a new implementation of a deployed interface's member can be reached: not where deployed code implements it that still means something else.</summary>
    public bool CanReimplement(MethodDefinition method, MethodDefinition member, bool isReached) =>
        isReached || Refuse(EditDiagnostics.ImplementationMoved, method, ReadableName.Describe(method), ReadableName.Describe(member));

    /// <summary>Whether a deployed method can test its object's type on behalf of an override.</summary>
    public bool CanTest(MethodDefinition deployed, MethodDefinition @override)
    {
        var old = slots.OldOf(deployed)!;
        // Callers of a method that is not virtual are bound to it one by one, with or without a stub.
        if (!old.IsVirtual || slots.StubOf(deployed.DeclaringType, old) is not null)
            return true;
        return Refuse(EditDiagnostics.OverrideWithoutStub, @override, ReadableName.Describe(@override), ReadableName.Describe(deployed), ReadableName.Describe(deployed.DeclaringType));
    }

    /// <summary>Whether objects that have a deleted override can run what they inherit.</summary>
    public bool CanInherit(TypeDefinition type, MethodDefinition gone, MethodDefinition inherited)
    {
        if (!gone.HasBody)
            return false;
        if (slots.StubOf(type, gone) is null)
            return Refuse(EditDiagnostics.VirtualDeleted, gone, ReadableName.Describe(gone));
        Report(EditDiagnostics.OverrideDeleted, gone, ReadableName.Describe(gone), ReadableName.Describe(inherited));
        return true;
    }

    /// <summary>Says that a virtual method is gone and nothing takes its place.</summary>
    public void ReportDeleted(MethodDefinition gone) => Report(EditDiagnostics.MemberDeleted, gone, ReadableName.Describe(gone));

    /// <summary>The method outside of the compared assemblies that a method of a type overrides, or once did.</summary>
    public MethodDefinition? OutsideBase(TypeDefinition type, MethodDefinition method)
    {
        for (var view = slots.New.OutsideBaseOf(type); view is not null; view = view.Resolve()?.BaseType?.Through(view))
        {
            if (view.Resolve()?.Methods.FirstOrDefault(m => m.IsVirtual && VirtualMethods.IsSame(m, view, method)) is { } found)
                return found;
        }

        return null;
    }

    // A deployed override is reached through the slot it was compiled for. Where the new build has taken it out of that slot (new instead of override, no longer
    // virtual) while the method it overrode lives on, virtual calls of that method would go on to reach it.
    private void CheckPlace(MethodDefinition method)
    {
        const MethodAttributes place = MethodAttributes.Virtual | MethodAttributes.NewSlot;
        if (slots.OldOf(method) is not { IsVirtual: true } old || (method.Attributes & place) == (old.Attributes & place) || method.DeclaringType.IsInterface)
            return;
        var left = slots.Old.OverridesOutside(slots.Old.RootOf(old)) && !slots.New.OverridesOutside(slots.New.RootOf(method));
        for (var above = slots.Old.Overridden(old); above is not null && !left; above = slots.Old.Overridden(above))
            left = slots.NewOf(above) is { } known && !slots.New.Overrides(method, known);
        if (left)
            Report(EditDiagnostics.ModifiersChanged, method, ReadableName.Describe(method), MethodRules.Modifiers(old), MethodRules.Modifiers(method));
    }

    // The runtime does not load a class without a body for what is abstract in the deployed base or interface.
    private void CheckGaps(TypeDefinition type)
    {
        foreach (var (_, @base) in slots.New.BasesOf(type))
        {
            foreach (var @abstract in slots.OldOf(@base)?.Methods.Where(static m => m.IsAbstract) ?? [])
            {
                if (slots.NewOf(@abstract) is not { IsAbstract: true } && !HasOwn(type, @base, @abstract))
                    Report(EditDiagnostics.AbstractWhenDeployed, type, ReadableName.Describe(type), ReadableName.Describe(@abstract));
            }
        }

        foreach (var (view, @interface) in slots.New.InterfacesOf(type))
        {
            foreach (var member in slots.OldOf(@interface)?.Methods.Where(static m => m.IsAbstract) ?? [])
            {
                if (slots.NewOf(member) is not { } now || (!now.IsAbstract && slots.New.ImplementationOf(type, view, now) is null))
                    Report(EditDiagnostics.AbstractWhenDeployed, type, ReadableName.Describe(type), ReadableName.Describe(member));
            }
        }
    }

    private bool HasOwn(TypeDefinition type, TypeDefinition @base, MethodDefinition @abstract) =>
        slots.New.BasesOf(type).TakeWhile(b => b.Type != @base).Select(static b => b.Type).Prepend(type)
            .Any(t => t.Methods.Any(m =>
                m.IsVirtual && m.Name == @abstract.Name && HaveSameParameters(m, @abstract) && (slots.OldOf(m) is not null || !slots.IsDeployed(t))));

    // What a type parameter stands for is the class's own business.
    private static bool HaveSameParameters(MethodDefinition method, MethodDefinition @abstract) =>
        method.Parameters.Count == @abstract.Parameters.Count
        && method.Parameters.Zip(@abstract.Parameters, static (m, a) => (m.ParameterType, Abstract: a.ParameterType))
            .All(static p => p.Abstract.ContainsGenericParameter || p.ParameterType.FullName == p.Abstract.FullName);

    private static bool IsFinaliser(MethodDefinition method) => method is { Name: "Finalize", HasParameters: false, IsNewSlot: false };

    private bool Refuse(DiagnosticDescriptor descriptor, MethodDefinition method, params object[] arguments)
    {
        Report(descriptor, method, arguments);
        return false;
    }

    private void Report(DiagnosticDescriptor descriptor, MethodDefinition method, params object[] arguments) =>
        sink.Report(descriptor.At(ReadableName.Describe(method), SymbolLocation.Find(method) ?? SymbolLocation.Find(method.DeclaringType), arguments));

    private void Report(DiagnosticDescriptor descriptor, TypeDefinition type, params object[] arguments) =>
        sink.Report(descriptor.At(ReadableName.Describe(type), SymbolLocation.Find(type), arguments));
}
