using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Gives the copy of a moved type its members; bodies are the caller's.</summary>
internal sealed class TypeCopy
{
    private readonly TypeImporter _importer;
    private readonly Dictionary<MethodDefinition, MethodDefinition> _methods = [];
    private readonly Dictionary<FieldDefinition, FieldDefinition> _fields = [];

    private readonly Func<MethodReference, bool> _isOfPatchOnly;
    private readonly IReadOnlyCollection<MethodDefinition> _apart;

    /// <param name="importer">Where types come from.</param>
    /// <param name="isOfPatchOnly">Whether a method is a member of a deployed type that only the patch has, so that no method table has its slot.</param>
    /// <param name="apart">Overrides that need a slot of their own.</param>
    public TypeCopy(TypeImporter importer, Func<MethodReference, bool> isOfPatchOnly, IReadOnlyCollection<MethodDefinition> apart)
    {
        _importer = importer;
        _isOfPatchOnly = isOfPatchOnly;
        _apart = apart;
    }

    /// <summary>Completes a declared copy: base, interfaces, layout, fields, methods without bodies, properties, events, attributes.</summary>
    /// <returns>The methods that want a body.</returns>
    public IReadOnlyList<(MethodDefinition Source, MethodDefinition Copy)> Complete(TypeDefinition type, TypeDefinition copy)
    {
        var references = Shape(type, copy);
        foreach (var field in type.Fields)
            Field(field, copy);
        var bodies = type.Methods.Select(m => (m, Method(m, copy))).ToList();
        foreach (var (source, target) in bodies)
            CopyOverrides(source, target, references);
        foreach (var property in type.Properties)
            copy.Properties.Add(Property(property, references));
        foreach (var @event in type.Events)
            copy.Events.Add(Event(@event, references));
        return [.. bodies.Where(static b => b.m.HasBody)];
    }

    /// <summary>Base, interfaces, layout and attributes only.</summary>
    public ReferenceRewriter Shape(TypeDefinition type, TypeDefinition copy)
    {
        var references = new ReferenceRewriter(_importer, new GenericMap([.. copy.GenericParameters], []));
        GenericParameterCopy.Constrain(type.GenericParameters, copy, references);
        if (type.BaseType is not null)
            copy.BaseType = references.Type(type.BaseType);
        foreach (var implementation in type.Interfaces)
        {
            var implemented = new InterfaceImplementation(references.Type(implementation.InterfaceType));
            AttributeCopy.Copy(implementation, implemented, references);
            copy.Interfaces.Add(implemented);
        }

        if (type.HasLayoutInfo)
        {
            copy.ClassSize = type.ClassSize;
            copy.PackingSize = type.PackingSize;
        }

        AttributeCopy.Copy(type, copy, references);
        AttributeCopy.CopyOfParameters(type, copy, references);
        return references;
    }

    /// <summary>The copy of a field, made once.</summary>
    public FieldDefinition Field(FieldDefinition field, TypeDefinition owner)
    {
        if (_fields.TryGetValue(field, out var copy))
            return copy;
        var references = new ReferenceRewriter(_importer, new GenericMap([.. owner.GenericParameters], []));
        copy = new FieldDefinition(field.Name, field.Attributes, references.Type(field.FieldType));
        if (field.HasConstant)
            copy.Constant = field.Constant;
        if (field.HasLayoutInfo)
            copy.Offset = field.Offset;
        if (field.InitialValue.Length > 0)
            copy.InitialValue = field.InitialValue;
        if (field.HasMarshalInfo)
            copy.MarshalInfo = field.MarshalInfo;
        AttributeCopy.Copy(field, copy, references);
        owner.Fields.Add(copy);
        _fields.Add(field, copy);
        return copy;
    }

    /// <summary>The copy of a method without its body, made once.</summary>
    public MethodDefinition Method(MethodDefinition method, TypeDefinition owner)
    {
        if (_methods.TryGetValue(method, out var copy))
            return copy;
        copy = new MethodDefinition(method.Name, method.Attributes, _importer.Target.TypeSystem.Void)
        {
            ImplAttributes = method.ImplAttributes,
            HasThis = method.HasThis,
            ExplicitThis = method.ExplicitThis,
            CallingConvention = method.CallingConvention,
        };
        GenericParameterCopy.Declare(method.GenericParameters, copy);
        var references = new ReferenceRewriter(_importer, GenericMap.Same(owner, copy));
        GenericParameterCopy.Constrain(method.GenericParameters, copy, references);
        copy.ReturnType = references.Type(method.ReturnType);
        copy.MethodReturnType.Attributes = method.MethodReturnType.Attributes;
        if (method.MethodReturnType.HasMarshalInfo)
            copy.MethodReturnType.MarshalInfo = method.MethodReturnType.MarshalInfo;
        foreach (var parameter in method.Parameters)
            copy.Parameters.Add(Parameter(parameter, references));
        if (method.HasPInvokeInfo)
            copy.PInvokeInfo = PInvoke(method.PInvokeInfo);
        AttributeCopy.Copy(method, copy, references);
        AttributeCopy.Copy(method.MethodReturnType, copy.MethodReturnType, references);
        AttributeCopy.CopyOfParameters(method, copy, references);
        owner.Methods.Add(copy);
        _methods.Add(method, copy);
        return copy;
    }

    private static ParameterDefinition Parameter(ParameterDefinition parameter, ReferenceRewriter references)
    {
        var copy = new ParameterDefinition(parameter.Name, parameter.Attributes, references.Type(parameter.ParameterType));
        if (parameter.HasConstant)
            copy.Constant = parameter.Constant;
        if (parameter.HasMarshalInfo)
            copy.MarshalInfo = parameter.MarshalInfo;
        AttributeCopy.Copy(parameter, copy, references);
        return copy;
    }

    private PInvokeInfo PInvoke(PInvokeInfo info)
    {
        var modules = _importer.Target.ModuleReferences;
        var module = modules.FirstOrDefault(m => m.Name == info.Module.Name);
        if (module is null)
            modules.Add(module = new ModuleReference(info.Module.Name));
        return new PInvokeInfo(info.Attributes, info.EntryPoint, module);
    }

    private void CopyOverrides(MethodDefinition source, MethodDefinition copy, ReferenceRewriter references)
    {
        if (_apart.Contains(source))
            copy.IsNewSlot = true;
        foreach (var overridden in source.Overrides.Where(o => !_isOfPatchOnly(o)))
            copy.Overrides.Add(references.Method(overridden));
    }

    private PropertyDefinition Property(PropertyDefinition property, ReferenceRewriter references)
    {
        var copy = new PropertyDefinition(property.Name, property.Attributes, references.Type(property.PropertyType))
        {
            HasThis = property.HasThis,
            GetMethod = Known(property.GetMethod),
            SetMethod = Known(property.SetMethod),
        };
        foreach (var other in property.OtherMethods)
            copy.OtherMethods.Add(Known(other));
        if (property.HasConstant)
            copy.Constant = property.Constant;
        AttributeCopy.Copy(property, copy, references);
        return copy;
    }

    private EventDefinition Event(EventDefinition @event, ReferenceRewriter references)
    {
        var copy = new EventDefinition(@event.Name, @event.Attributes, references.Type(@event.EventType))
        {
            AddMethod = Known(@event.AddMethod),
            RemoveMethod = Known(@event.RemoveMethod),
            InvokeMethod = Known(@event.InvokeMethod),
        };
        AttributeCopy.Copy(@event, copy, references);
        return copy;
    }

    private MethodDefinition? Known(MethodDefinition? method) => method is null ? null : _methods[method];
}
