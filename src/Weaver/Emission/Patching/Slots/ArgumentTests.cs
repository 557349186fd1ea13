using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach.Slots;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Slots;

/// <summary>Emits tests of generic arguments: a type that implements <c>I&lt;int&gt;</c> and <c>I&lt;string&gt;</c> is two cases of <c>I&lt;T&gt;</c>.</summary>
internal sealed class ArgumentTests
{
    private readonly ModuleDefinition _module;
    private readonly ReferenceRewriter _references;
    private readonly TypeReference _type;
    private readonly MethodReference _fromHandle;

    public ArgumentTests(TypeImporter importer)
    {
        _module = importer.Target;
        _references = new ReferenceRewriter(importer, GenericMap.Empty);
        _type = _module.Core("System", "Type");
        _fromHandle = _module.TypeFromHandle();
    }

    /// <summary>Goes to <paramref name="next"/> where the case is of another instance of the slot's type.</summary>
    public void Exact(MethodDefinition method, TypeDefinition slotType, SlotCase @case, Instruction next)
    {
        foreach (var (concrete, asked) in CaseBinding.Fixed(@case, [.. method.GenericParameters]))
            Same(method, asked, concrete, next);
    }

    /// <summary>Goes to <paramref name="next"/> where the instance that the case is of cannot be converted to the one asked for.</summary>
    public void Convertible(MethodDefinition method, TypeDefinition slotType, SlotCase @case, Instruction next)
    {
        foreach (var (concrete, asked) in CaseBinding.Fixed(@case, [.. method.GenericParameters]))
        {
            var parameter = slotType.GenericParameters[asked.Position];
            if (parameter.IsNonVariant)
                Same(method, asked, concrete, next);
            else if (parameter.IsContravariant)
                Assignable(method, _references.Type(concrete), asked, next);
            else
                Assignable(method, asked, _references.Type(concrete), next);
        }
    }

    // ldtoken T; call GetTypeFromHandle; ldtoken int; call GetTypeFromHandle; bne.un next
    /// <summary>Goes to <paramref name="next"/> where a generic parameter of the method is another type.</summary>
    public void Same(MethodDefinition method, GenericParameter asked, TypeReference concrete, Instruction next)
    {
        Load(method, asked);
        Load(method, _references.Type(concrete));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Bne_Un, next));
    }

    // ldtoken to; call GetTypeFromHandle; ldtoken from; call GetTypeFromHandle; callvirt Type::IsAssignableFrom; brfalse next
    private void Assignable(MethodDefinition method, TypeReference to, TypeReference from, Instruction next)
    {
        Load(method, to);
        Load(method, from);
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Callvirt, _module.CoreMethod(_type, "IsAssignableFrom", true, _module.TypeSystem.Boolean, _type)));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Brfalse, next));
    }

    private void Load(MethodDefinition method, TypeReference type)
    {
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ldtoken, type));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Call, _fromHandle));
    }
}
