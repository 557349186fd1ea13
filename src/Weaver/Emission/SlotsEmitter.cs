using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission;

/// <summary>
/// Makes the class that holds the slots of an assembly:
/// <code>
/// .class private abstract sealed beforefieldinit '&lt;HotWeave&gt;Slots' { .field assembly static class D modreq(IsVolatile) '&lt;&gt;9_D' … }
/// </code>
/// </summary>
internal sealed class SlotsEmitter
{
    private const TypeAttributes StaticClass = TypeAttributes.NotPublic | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit;

    private readonly TypeDefinition _slots;
    private readonly RuntimeReferences _references;

    /// <summary>
    /// Adds the class, without slots, to <paramref name="module"/>; a patch may have it, with slots of what it adds to deployed types.
    /// </summary>
    public SlotsEmitter(ModuleDefinition module, RuntimeReferences references)
    {
        _references = references;
        if (module.GetType(GeneratedName.Slots) is { } known)
        {
            _slots = known;
            return;
        }

        _slots = new TypeDefinition("", GeneratedName.Slots, StaticClass, module.TypeSystem.Object);
        _slots.CustomAttributes.Add(new CustomAttribute(references.CompilerGeneratedConstructor));
        module.Types.Add(_slots);
    }

    /// <summary>Adds the slot of a dispatch class.</summary>
    public FieldDefinition Add(TypeDefinition dispatchClass)
    {
        var slot = new FieldDefinition(
            GeneratedName.Slot(dispatchClass), FieldAttributes.Assembly | FieldAttributes.Static, new RequiredModifierType(_references.IsVolatile, dispatchClass));
        slot.CustomAttributes.Add(new CustomAttribute(_references.CompilerGeneratedConstructor));
        _slots.Fields.Add(slot);
        return slot;
    }
}
