using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>Hears what code of the patch needs, in the order of the code: each need is met once.</summary>
internal interface IReachNeeds
{
    /// <summary>A type that a reference names; of interest is one that only the new builds have.</summary>
    void NeedType(TypeReference type);

    /// <summary>The types that a reference to a method names.</summary>
    void NeedTypesOf(MethodReference method);

    /// <summary>The types that a reference to a field names.</summary>
    void NeedTypesOf(FieldReference field);

    /// <summary>The generic arguments with which a reference names a member that something stands for.</summary>
    void NeedArgumentsOf(MemberReference reference);

    /// <summary>The static method with a new body.</summary>
    void NeedBody(MethodDefinition method);

    /// <summary>The method that asks the version a caller belongs to for a body, by its name.</summary>
    void NeedLate(MethodDefinition method);

    /// <summary>The method that makes an object by a new constructor.</summary>
    void NeedFactory(MethodDefinition constructor);

    /// <summary>The method that delegates of an added member name.</summary>
    void NeedHome(MethodDefinition method, HomeKind kind);

    /// <summary>The method that tests the object's type.</summary>
    void NeedSlot(MethodDefinition method);

    /// <summary>The same for a receiver that comes by reference.</summary>
    void NeedSlotByReference(MethodDefinition method);

    /// <summary>A method of the shape of another, between a call and what stands for it.</summary>
    void NeedShape(MethodDefinition method);

    /// <summary>The accessors of an added field.</summary>
    void NeedCell(FieldDefinition field);

    /// <summary>The patch's own cache.</summary>
    void NeedCache(FieldDefinition field);

    /// <summary>Data of one build, or what reads it.</summary>
    void NeedData(IMemberDefinition member);

    /// <summary>Takes note of what a patch cannot do, or does otherwise than its author may think.</summary>
    void Note(DiagnosticDescriptor descriptor, MethodDefinition source, string member);
}
