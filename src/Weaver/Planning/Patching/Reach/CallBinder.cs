using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach.Callers;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>
/// Binds the calls, constructions and addresses of one body that name methods of deployed types: within one version to the patch's bodies,
/// else to the originals, whose stubs find the
/// version; what only the new build has is named where the patch has it.
/// </summary>
internal sealed class CallBinder(MethodDefinition source, ReachFacts facts, CallerBinder callers, IReachNeeds needs)
{
    private readonly PatchUniverse _universe = facts.Universe;

    /// <summary>Binds a call.</summary>
    public MemberBinding BindCall(Instruction original, MethodReference reference, MethodDefinition callee)
    {
        if (!IsAnsweredHere(original, callee))
            return BindDeployed(reference, callee);
        if (PrefixedInstruction.FindConstraint(original) is { } receiver && !callee.DeclaringType.IsValueType)
            return BindByReference(reference, callee, receiver);
        var binding = new MemberBinding(IsAsked(original, callee) ? BindingKind.Slot : FindTarget(callee), callee);
        Need(binding.Kind, callee);
        needs.NeedArgumentsOf(reference);
        return binding;
    }

    /// <summary>Binds the construction of an object.</summary>
    public MemberBinding BindNew(Instruction original, MethodReference reference, MethodDefinition constructor)
    {
        if (_universe.WovenOf(constructor.DeclaringType) is { IsAbstract: true })
            needs.Note(EditDiagnostics.AbstractTypeMade, source, ReadableName.Describe(constructor));
        if (_universe.OldOf(constructor) is not null && !_universe.IsInlined(constructor) && !facts.IsMadeHere(original))
            return BindDeployed(reference, constructor);
        needs.NeedFactory(constructor);
        needs.NeedArgumentsOf(reference);
        return new MemberBinding(BindingKind.Factory, constructor);
    }

    /// <summary>
    /// Binds the address of a method. A delegate of a deployed method names the original in every version, else two delegates of one method
    /// would differ.
    /// </summary>
    public MemberBinding BindAddress(Instruction original, MethodReference reference, MethodDefinition callee)
    {
        MemberBinding binding;
        if (original.OpCode.Code == Code.Ldvirtftn && _universe.IsAsked(callee))
            binding = new MemberBinding(BindingKind.SlotHome, callee) { Home = HomeKind.Virtual };
        else if (_universe.OldOf(callee) is not null)
            return BindDeployed(reference, callee);
        // Native code calls the body itself: no managed code may.
        else if (callee.CustomAttributes.Any(static a => a.AttributeType.FullName == NativeCode.EntryAttribute))
            binding = new MemberBinding(BindingKind.Body, callee);
        else
            binding = new MemberBinding(BindingKind.Home, callee) { Home = ReachFacts.FindHomeKind(callee) };
        if (binding.Kind == BindingKind.Body)
            needs.NeedBody(callee);
        else
            needs.NeedHome(callee, binding.Home);
        needs.NeedArgumentsOf(reference);
        return binding;
    }

    /// <summary>
    /// Binds what names a deployed method. Generated members of the deployed build may have another ordinal in their names.
    /// </summary>
    public MemberBinding BindDeployed(MethodReference reference, MethodDefinition callee)
    {
        callers.Check(reference, callee);
        needs.NeedTypesOf(reference);
        return new MemberBinding(BindingKind.Deployed, callee);
    }

    /// <summary>
    /// Whether <c>constrained.</c> before a call has nothing to say: it is for the deployed method's slot, and what stands for the method
    /// takes the reference as it is.
    /// </summary>
    public bool IsAnsweredHere(Instruction original) =>
        original.OpCode.Code == Code.Callvirt && original.Operand is MethodReference reference && _universe.Find(reference) is { } callee
        && _universe.WovenOf(callee.DeclaringType) is not null && IsAnsweredHere(original, callee);

    private MemberBinding BindByReference(MethodReference reference, MethodDefinition callee, TypeReference receiver)
    {
        var kind = _universe.IsAsked(callee) ? BindingKind.Slot : FindTarget(callee);
        if (kind == BindingKind.Slot)
        {
            needs.NeedSlotByReference(callee);
        }
        else
        {
            Need(kind, callee);
            needs.NeedShape(callee);
        }

        needs.NeedArgumentsOf(reference);
        needs.NeedType(receiver);
        return new MemberBinding(kind, callee) { Receiver = receiver };
    }

    private BindingKind FindTarget(MethodDefinition callee) => facts.IsLate(source, callee) ? BindingKind.Late : BindingKind.Body;

    private void Need(BindingKind kind, MethodDefinition callee)
    {
        if (kind == BindingKind.Slot)
            needs.NeedSlot(callee);
        else if (kind == BindingKind.Late)
            needs.NeedLate(callee);
        else
            needs.NeedBody(callee);
    }

    private bool IsAnsweredHere(Instruction original, MethodDefinition callee) =>
        IsAsked(original, callee) || facts.IsLate(source, callee) || IsBoundHere(original, callee);

    private bool IsAsked(Instruction original, MethodDefinition callee) =>
        original.OpCode.Code == Code.Callvirt && _universe.IsAsked(callee);

    private bool IsBoundHere(Instruction original, MethodDefinition callee)
    {
        if (_universe.OldOf(callee) is not { } old || facts.Accessors.Find(callee) is not null)
            return true;
        // A static virtual method is the type's to choose, as a virtual one is the object's.
        if (!callee.HasBody || (callee.IsVirtual && (callee.IsStatic || original.OpCode.Code == Code.Callvirt)))
            return false;
        // base.M(): not the deployed method, which asks the object's type, nor one that is abstract there.
        if (callee.IsVirtual && (facts.HasCases(callee) || !old.HasBody))
            return true;
        if (_universe.IsInlined(callee) || facts.IsMadeHere(original))
            return true;
        if (!_universe.IsReplaced(callee.DeclaringType))
            return false;
        // The base constructor's version is that of the derived body.
        if (callee.IsConstructor && source.IsConstructor)
            return !callee.IsStatic;
        return !callee.IsVirtual && !facts.Locals.IsQualified(source, callee) && LocalCalls.IsOwn(source, callee);
    }
}
