using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Copies custom attributes, with the types they name.</summary>
internal static class AttributeCopy
{
    /// <summary>Copies all attributes.</summary>
    public static void Copy(ICustomAttributeProvider source, ICustomAttributeProvider target, ReferenceRewriter references)
    {
        foreach (var attribute in source.CustomAttributes)
            target.CustomAttributes.Add(AttributeClone.Copy(attribute, references));
    }

    /// <summary>Copies the attributes of generic parameters, of which the copies have the same number, and of their constraints.</summary>
    public static void CopyOfParameters(IGenericParameterProvider source, IGenericParameterProvider target, ReferenceRewriter references)
    {
        for (var i = 0; i < source.GenericParameters.Count; i++)
        {
            var (parameter, copy) = (source.GenericParameters[i], target.GenericParameters[i]);
            Copy(parameter, copy, references);
            for (var n = 0; n < parameter.Constraints.Count; n++)
                Copy(parameter.Constraints[n], copy.Constraints[n], references);
        }
    }

    /// <summary>Copies those attributes of a method that belong to its body.</summary>
    public static void CopyOfBody(MethodDefinition source, MethodDefinition target, ReferenceRewriter references)
    {
        foreach (var attribute in BodyAttributes.FindIn(source, target.IsStatic))
            target.CustomAttributes.Add(AttributeClone.Copy(attribute, references));
    }

    /// <summary>
    /// Copies what reflection shows of a method to one that stands for it in another class: its attributes, its parameters' and their
    /// defaults.
    /// </summary>
    /// <param name="source">The method.</param>
    /// <param name="target">The other; the last of its parameters are those of the method.</param>
    /// <param name="references">Takes references to the other's context.</param>
    public static void CopyShown(MethodDefinition source, MethodDefinition target, ReferenceRewriter references)
    {
        foreach (var attribute in BodyAttributes.FindShown(source))
            target.CustomAttributes.Add(AttributeClone.Copy(attribute, references));
        Copy(source.MethodReturnType, target.MethodReturnType, references);
        var before = target.Parameters.Count - source.Parameters.Count;
        foreach (var parameter in source.Parameters)
        {
            var copy = target.Parameters[before + parameter.Index];
            copy.Attributes = parameter.Attributes & ~ParameterAttributes.HasFieldMarshal;
            if (parameter.HasConstant)
                copy.Constant = parameter.Constant;
            Copy(parameter, copy, references);
        }
    }
}
