using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.IL;

/// <summary>Refers to methods of assemblies that only their references are known of.</summary>
internal static class OutsideMethod
{
    /// <summary>
    /// A method of a type outside, as code of a module names it; null where the module has no reference to a type in its signature.
    /// </summary>
    /// <param name="method">The method as found.</param>
    /// <param name="view">Its type, in the terms of a type of the module.</param>
    /// <param name="own">The generic parameters of that type.</param>
    /// <param name="scopes">Where the module's references lead to.</param>
    public static MethodReference? Reference(MethodDefinition method, TypeReference view, IReadOnlyList<TypeReference> own, FacadeScopes scopes)
    {
        var importer = new FacadeImporter(scopes);
        // A base of a base is said in the terms of its own assembly. Generic parameters are the caller's.
        view = new ReferenceRewriter(importer, new GenericMap(own, [])).Type(view);
        var reference = new MethodReference(method.Name, importer.Target.TypeSystem.Void, view) { HasThis = method.HasThis };
        foreach (var parameter in method.GenericParameters)
            reference.GenericParameters.Add(new GenericParameter(parameter.Name, reference));
        var element = view.GetElementType();
        if (view is GenericInstanceType instance)
        {
            for (var i = element.GenericParameters.Count; i < instance.GenericArguments.Count; i++)
                element.GenericParameters.Add(new GenericParameter(element));
        }

        var formals = new ReferenceRewriter(importer, new GenericMap([.. element.GenericParameters], [.. reference.GenericParameters]));
        reference.ReturnType = formals.Type(method.ReturnType);
        foreach (var parameter in method.Parameters)
            reference.Parameters.Add(new ParameterDefinition(formals.Type(parameter.ParameterType)));
        return importer.HasFailed ? null : reference;
    }
}
