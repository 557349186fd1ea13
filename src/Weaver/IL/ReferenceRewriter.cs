using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.IL;

/// <summary>
/// Rewrites references of one module and generic context for another: named types go through the importer, generic parameters
/// through the map. Parameters in the signature of a member reference are the member's own (formal) ones and keep their
/// positions; only its type arguments and method arguments are in the context that the map describes.
/// </summary>
internal sealed class ReferenceRewriter
{
    private readonly TypeImporter _importer;
    private readonly GenericMap _generics;

    /// <summary>Makes a rewriter.</summary>
    /// <param name="importer">Where named types come from.</param>
    /// <param name="generics">What the generic parameters of the source context stand for.</param>
    public ReferenceRewriter(TypeImporter importer, GenericMap generics)
    {
        _importer = importer;
        _generics = generics;
    }

    /// <summary>The module that the results belong to.</summary>
    public ModuleDefinition Target => _importer.Target;

    /// <summary>The type as the target context says it.</summary>
    public TypeReference Type(TypeReference type) => Rewrite(type, _generics);

    /// <summary>The method as the target context says it; the same object where nothing changes.</summary>
    public MethodReference Method(MethodReference method)
    {
        if (method is GenericInstanceMethod instance)
        {
            var result = new GenericInstanceMethod(Open(instance.ElementMethod));
            foreach (var argument in instance.GenericArguments)
                result.GenericArguments.Add(Type(argument));
            return result;
        }

        return Open(method);
    }

    /// <summary>The field as the target context says it; the same object where nothing changes.</summary>
    public FieldReference Field(FieldReference field)
    {
        var declaring = Type(field.DeclaringType);
        if (ReferenceEquals(declaring, field.DeclaringType) && field.Module == Target)
            return field;
        return new FieldReference(field.Name, Rewrite(field.FieldType, Formals(declaring, null)), declaring);
    }

    /// <summary>The signature of an indirect call as the target context says it.</summary>
    public CallSite CallSite(CallSite site)
    {
        var result = new CallSite(Type(site.ReturnType))
        {
            HasThis = site.HasThis,
            ExplicitThis = site.ExplicitThis,
            CallingConvention = site.CallingConvention,
        };
        foreach (var parameter in site.Parameters)
            result.Parameters.Add(new ParameterDefinition(Type(parameter.ParameterType)));
        return result;
    }

    private MethodReference Open(MethodReference method)
    {
        var declaring = Type(method.DeclaringType);
        if (ReferenceEquals(declaring, method.DeclaringType) && method.Module == Target)
            return method;

        var result = new MethodReference(method.Name, method.ReturnType, declaring)
        {
            HasThis = method.HasThis,
            ExplicitThis = method.ExplicitThis,
            CallingConvention = method.CallingConvention,
        };
        foreach (var parameter in method.GenericParameters)
            result.GenericParameters.Add(new GenericParameter(parameter.Name, result));
        var formals = Formals(declaring, result);
        result.ReturnType = Rewrite(method.ReturnType, formals);
        foreach (var parameter in method.Parameters)
            result.Parameters.Add(new ParameterDefinition(Rewrite(parameter.ParameterType, formals)));
        return result;
    }

    // Members of arrays (Get, Set, Address, .ctor) have no formals: their signatures are in the caller's context.
    private GenericMap Formals(TypeReference declaring, MethodReference? method)
    {
        if (declaring is ArrayType)
            return _generics;

        var element = declaring.GetElementType();
        if (declaring is GenericInstanceType instance)
        {
            for (var i = element.GenericParameters.Count; i < instance.GenericArguments.Count; i++)
                element.GenericParameters.Add(new GenericParameter(element));
        }

        return new GenericMap([.. element.GenericParameters], method is null ? [] : [.. method.GenericParameters]);
    }

    private TypeReference Rewrite(TypeReference type, GenericMap generics) =>
        type is TypeSpecification ? TypeParts.Map(type, part => RewriteUnmade(part, generics)) : RewriteUnmade(type, generics);

    private TypeReference RewriteUnmade(TypeReference type, GenericMap generics) =>
        type is GenericParameter parameter ? generics[parameter] : _importer.Import(type);
}
