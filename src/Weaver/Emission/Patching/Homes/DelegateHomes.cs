using HotWeave.Weaver.Emission.Patching.Slots;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Homes;

/// <summary>
/// The methods that delegates name where a deployed type has none: for each method that is added to it a static one, self first, in a class beside the type's holder. Those are woven, so
/// that delegates move on with later patches, and a later patch that knows this one names the same method, so that they stay equal. Code of the patch calls the bodies past them.
/// </summary>
internal sealed class DelegateHomes
{
    private const string ClassName = "<HotWeave>Added";
    private const MethodAttributes Static = MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.Static;
    private const TypeAttributes StaticClass =
        TypeAttributes.NestedPublic | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit;

    private readonly PatchUniverse _universe;
    private readonly Holders _holders;
    private readonly StaticBodies _bodies;
    private readonly SlotMethods _slots;
    private readonly TypeImporter _importer;
    private readonly Dictionary<(MethodDefinition, HomeKind), MethodReference> _homes = [];

    public DelegateHomes(PatchUniverse universe, Holders holders, StaticBodies bodies, SlotMethods slots, TypeImporter importer)
    {
        _universe = universe;
        _holders = holders;
        _bodies = bodies;
        _slots = slots;
        _importer = importer;
    }

    /// <summary>What is woven of the patch as it is made; null while nothing is.</summary>
    public HolderSlots? Woven { get; private set; }

    /// <summary>The method that delegates of <paramref name="member"/> name.</summary>
    /// <param name="member">A method of the new build that no deployed type has.</param>
    /// <param name="kind">What calls of them mean.</param>
    public MethodReference FindOrMake(MethodDefinition member, HomeKind kind)
    {
        if (_homes.TryGetValue((member, kind), out var home))
            return home;
        var known = _universe.HomeOf(member, kind);
        home = known is null ? Make(member, kind) : new ReferenceRewriter(new TypeImporter(_importer.Target), GenericMap.Empty).Method(known);
        _homes.Add((member, kind), home);
        return home;
    }

    /// <summary>Marks the copy of a closure class that moved: its objects outlive the version.</summary>
    public void Keep(TypeDefinition closure, TypeDefinition copy)
    {
        if (!closure.IsValueType && _universe.MarkOf(closure) is { } mark)
            Slots().Mark(copy, mark);
    }

    /// <summary>Weaves the copy of a lambda in such a class, which has its body: delegates name it itself.</summary>
    public void Weave(MethodDefinition lambda, MethodDefinition copy)
    {
        Slots().Mark(copy, _universe.MarkOf(lambda));
        // The code size that was read counts a stub which was taken off in memory.
        Slots().Weave(_holders.FindOrAdd(lambda.DeclaringType), copy, lambda.Body.Instructions.Sum(static i => i.GetSize()));
    }

    // ldarg…; call body; ret
    private MethodDefinition Make(MethodDefinition member, HomeKind kind)
    {
        var owner = ClassOf(member.DeclaringType);
        var home = new MethodDefinition(member.Name, Static, _importer.Target.TypeSystem.Void);
        var references = StaticShape.Give(member, home, _importer);
        owner.Methods.Add(home);
        LoadArguments(home, kind);
        AttributeCopy.CopyShown(member, home, references);
        var shape = StaticShapeText.Write(home);
        home.Name = GeneratedName.Free(member.Name, name => owner.Methods.Any(m => m != home && m.Name == name && StaticShapeText.Write(m) == shape));
        home.Body.Instructions.Add(Instruction.Create(OpCodes.Call, BodyOf(member, kind, home, references)));
        home.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        BranchWidths.Widen(home.Body);
        DispatchSubclass.Hide(home.Module, home);
        var mark = _universe.MarkOf(member);
        Slots().Mark(home, mark with { Key = AddedMark.KeyOf(mark.Key, kind) });
        Slots().Weave(_holders.FindOrAdd(member.DeclaringType), home, 0);
        return home;
    }

    private MethodReference BodyOf(MethodDefinition member, HomeKind kind, MethodDefinition home, ReferenceRewriter references)
    {
        // A local function in a closure class that moved is a method of that.
        if (_universe.WovenOf(member.DeclaringType) is null)
            return references.Method(SelfReference.Make(member, member.GenericParameters));
        return (kind == HomeKind.Virtual ? _slots.FindOrDeclare(member) : _bodies.FindOrDeclare(member)).Over([.. home.GenericParameters]);
    }

    /// <summary>Loads the arguments of a method that has the static shape of a member, for a call of its body.</summary>
    /// <param name="method">
    /// The method; of a boxed home the first parameter, a reference to the struct, becomes the box, and of an open one it goes.
    /// </param>
    /// <param name="kind">What calls of it mean.</param>
    public static void LoadArguments(MethodDefinition method, HomeKind kind)
    {
        if (kind == HomeKind.Open)
        {
            // ldnull; ldarg…        nobody looks at the object that has no state
            method.Parameters.RemoveAt(0);
            method.Body.Instructions.Add(Instruction.Create(OpCodes.Ldnull));
        }

        if (kind != HomeKind.Boxed)
        {
            DispatchSubclass.LoadArguments(method);
            return;
        }

        // ldarg self; unbox T; ldarg…
        var self = method.Parameters[0];
        var code = method.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg, self));
        code.Add(Instruction.Create(OpCodes.Unbox, ((ByReferenceType)self.ParameterType).ElementType));
        foreach (var parameter in method.Parameters.Skip(1))
            code.Add(Instruction.Create(OpCodes.Ldarg, parameter));
        self.ParameterType = method.Module.TypeSystem.Object;
    }

    private HolderSlots Slots() => Woven ??= new HolderSlots(_importer.Target);

    private TypeDefinition ClassOf(TypeDefinition type)
    {
        var holder = _holders.FindOrAdd(type);
        var owner = holder.NestedTypes.FirstOrDefault(static n => n.Name == ClassName);
        if (owner is null)
        {
            owner = new TypeDefinition("", ClassName, StaticClass, _importer.Target.TypeSystem.Object);
            holder.NestedTypes.Add(owner);
        }

        return owner;
    }
}
