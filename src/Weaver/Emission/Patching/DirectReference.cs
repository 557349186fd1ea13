using HotWeave.Weaver.IL;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Names a static method of the patch that stands for a member, with the generic arguments that code gives the member.</summary>
internal static class DirectReference
{
    /// <param name="body">The static method, open.</param>
    /// <param name="reference">The member, as the code names it.</param>
    /// <param name="references">Takes references to the context of the copy.</param>
    /// <param name="more">Further generic arguments.</param>
    public static MethodReference Make(MethodReference body, MethodReference reference, ReferenceRewriter references, params TypeReference[] more)
    {
        var arguments = new List<TypeReference>();
        if (reference.DeclaringType is GenericInstanceType type)
            arguments.AddRange(type.GenericArguments);
        if (reference is GenericInstanceMethod method)
            arguments.AddRange(method.GenericArguments);
        return body.Over([.. arguments.Concat(more).Select(references.Type)]);
    }
}
