using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// The data of the new builds that the patch has: fields with what the compiler computed from literals, and methods that read it.
/// </summary>
internal sealed class BuildData(MovedTypes moved, TypeCopy types)
{
    /// <summary>Makes sure that a member is in the patch.</summary>
    public void Declare(IMemberDefinition member)
    {
        var owner = moved.FindOrDeclare(member.DeclaringType);
        if (member is FieldDefinition field)
            types.Field(field, owner);
        else if (member is MethodDefinition method && owner.Methods.All(m => m.Name != method.Name
            || m.Parameters.Count != method.Parameters.Count))
            types.Method(method, owner);
    }
}
