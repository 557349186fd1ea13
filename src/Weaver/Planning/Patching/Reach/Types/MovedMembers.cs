using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Types;

/// <summary>Finds the types that members name which are copied into a patch as they are, attributes included.</summary>
internal sealed class MovedMembers(TypeNeeds types, Func<MethodReference, bool> isOfPatchOnly)
{
    /// <summary>What a type that moves names with all its members; bodies apart.</summary>
    public void AddType(TypeDefinition type)
    {
        AddHead(type);
        foreach (var field in type.Fields)
            AddField(field);
        foreach (var method in type.Methods)
            AddMethod(method);
        // A slot that no method table has is overridden by nobody.
        foreach (var overridden in type.Methods.SelectMany(static m => m.Overrides).Where(o => !isOfPatchOnly(o)))
            types.AddMethod(overridden);
        foreach (var property in type.Properties)
        {
            types.AddType(property.PropertyType);
            AddAttributes(property);
        }

        foreach (var @event in type.Events)
        {
            types.AddType(@event.EventType);
            AddAttributes(@event);
        }
    }

    /// <summary>What a type names without its members.</summary>
    public void AddHead(TypeDefinition type)
    {
        types.AddConstraints(type.GenericParameters);
        if (type.BaseType is not null)
            types.AddType(type.BaseType);
        foreach (var implementation in type.Interfaces)
        {
            types.AddType(implementation.InterfaceType);
            AddAttributes(implementation);
        }

        AddAttributes(type);
        AddAttributesOfParameters(type);
    }

    /// <summary>What a field names.</summary>
    public void AddField(FieldDefinition field)
    {
        types.AddType(field.FieldType);
        AddAttributes(field);
    }

    /// <summary>What a method names; its body apart.</summary>
    public void AddMethod(MethodDefinition method)
    {
        types.AddConstraints(method.GenericParameters);
        types.AddType(method.ReturnType);
        foreach (var parameter in method.Parameters)
        {
            types.AddType(parameter.ParameterType);
            AddAttributes(parameter);
        }

        AddAttributes(method);
        AddAttributes(method.MethodReturnType);
        AddAttributesOfParameters(method);
    }

    /// <summary>What reflection shows of a method that stands for this one in another class.</summary>
    public void AddShown(MethodDefinition method)
    {
        foreach (var attribute in BodyAttributes.FindShown(method))
            AddAttribute(attribute);
        AddAttributes(method.MethodReturnType);
        foreach (var parameter in method.Parameters)
            AddAttributes(parameter);
    }

    /// <summary>What an attribute names.</summary>
    public void AddAttribute(CustomAttribute attribute)
    {
        types.AddMethod(attribute.Constructor);
        foreach (var argument in attribute.ConstructorArguments)
            AddArgument(argument);
        foreach (var named in attribute.Fields.Concat(attribute.Properties))
            AddArgument(named.Argument);
    }

    private void AddAttributes(ICustomAttributeProvider provider)
    {
        if (!provider.HasCustomAttributes)
            return;
        foreach (var attribute in provider.CustomAttributes)
            AddAttribute(attribute);
    }

    private void AddAttributesOfParameters(IGenericParameterProvider provider)
    {
        foreach (var parameter in provider.GenericParameters)
        {
            AddAttributes(parameter);
            foreach (var constraint in parameter.Constraints)
                AddAttributes(constraint);
        }
    }

    private void AddArgument(CustomAttributeArgument argument)
    {
        if (argument.Value is CustomAttributeArgument boxed)
            AddArgument(boxed);
        else if (argument.Value is TypeReference type)
            types.AddType(type);
        foreach (var item in argument.Value as CustomAttributeArgument[] ?? [])
            AddArgument(item);
        types.AddType(argument.Type);
    }
}
