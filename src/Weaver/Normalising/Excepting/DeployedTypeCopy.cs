using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Excepting;

/// <summary>
/// Puts the deployed definition of a type, with all types nested in it, in the place of the one that a new build has. Members that both
/// have stay the same objects, since the rest of the build names them.
/// </summary>
internal sealed class DeployedTypeCopy(DeployedNames names)
{
    private readonly List<(TypeDefinition Old, TypeDefinition New)> _types = [];
    private readonly List<(MethodDefinition Old, MethodDefinition New)> _methods = [];

    /// <summary>The types that have their deployed definitions.</summary>
    public IEnumerable<TypeDefinition> Types => _types.Select(static t => t.New);

    /// <summary>Their methods, by the deployed ones.</summary>
    public IReadOnlyList<(MethodDefinition Old, MethodDefinition New)> Methods => _methods;

    /// <summary>Makes the types known: all of them, before the first is filled.</summary>
    public void Declare(TypeDefinition old, TypeDefinition @new)
    {
        _types.Add((old, @new));
        names.Add(old, @new);
        var nested = @new.NestedTypes.ToDictionary(static t => t.Name, StringComparer.Ordinal);
        foreach (var inner in old.NestedTypes)
        {
            if (!nested.TryGetValue(inner.Name, out var partner))
            {
                partner = new TypeDefinition("", inner.Name, inner.Attributes, names.Target.TypeSystem.Object);
                @new.NestedTypes.Add(partner);
            }

            nested.Remove(inner.Name);
            Declare(inner, partner);
        }

        foreach (var gone in nested.Values)
            @new.NestedTypes.Remove(gone);
    }

    /// <summary>Gives the types their deployed content.</summary>
    public void Fill()
    {
        foreach (var (old, @new) in _types)
            FillParameters(old, @new);
        foreach (var (old, @new) in _types)
            FillShape(old, @new);
        foreach (var (old, @new) in _types)
            FillMembers(old, @new);
        foreach (var (old, @new) in _methods)
            FillMethod(old, @new);
    }

    private static void FillParameters(TypeDefinition old, TypeDefinition @new)
    {
        if (@new.GenericParameters.Count != old.GenericParameters.Count)
        {
            @new.GenericParameters.Clear();
            GenericParameterCopy.Declare(old.GenericParameters, @new, keepVariance: true);
        }
    }

    private void FillShape(TypeDefinition old, TypeDefinition @new)
    {
        var references = new ReferenceRewriter(names, new GenericMap([.. @new.GenericParameters], []));
        @new.Attributes = old.Attributes;
        @new.BaseType = old.BaseType is null ? null : references.Type(old.BaseType);
        (@new.PackingSize, @new.ClassSize) = (old.PackingSize, old.ClassSize);
        @new.Interfaces.Clear();
        foreach (var implemented in old.Interfaces)
        {
            var copy = new InterfaceImplementation(references.Type(implemented.InterfaceType));
            CopyAttributes(implemented, copy, references);
            @new.Interfaces.Add(copy);
        }

        FillGenerics(old, @new, references);
        CopyAttributes(old, @new, references);
    }

    private void FillMembers(TypeDefinition old, TypeDefinition @new)
    {
        var references = new ReferenceRewriter(names, new GenericMap([.. @new.GenericParameters], []));
        Align(old.Fields, @new.Fields, DeployedKeys.KeyOf, static f => new FieldDefinition(f.Name, f.Attributes, f.FieldType), (field, copy) => Fill(field, copy, references));
        Align(old.Methods, @new.Methods, DeployedKeys.KeyOf, m => Declare(m), (method, copy) => _methods.Add((method, copy)));
        foreach (var (method, copy) in _methods.Where(m => m.New.DeclaringType == @new))
            FillSignature(method, copy);
        var methods = _methods.Where(m => m.New.DeclaringType == @new).ToDictionary(static m => m.Old, static m => m.New);
        @new.Properties.Clear();
        foreach (var property in old.Properties)
        {
            var copy = new PropertyDefinition(property.Name, property.Attributes, references.Type(property.PropertyType))
            {
                HasThis = property.HasThis,
                GetMethod = Found(property.GetMethod),
                SetMethod = Found(property.SetMethod),
            };
            if (property.HasConstant)
                copy.Constant = property.Constant;
            foreach (var other in property.OtherMethods)
                copy.OtherMethods.Add(methods[other]);
            CopyAttributes(property, copy, references);
            @new.Properties.Add(copy);
        }

        @new.Events.Clear();
        foreach (var member in old.Events)
        {
            var copy = new EventDefinition(member.Name, member.Attributes, references.Type(member.EventType))
            {
                AddMethod = Found(member.AddMethod),
                RemoveMethod = Found(member.RemoveMethod),
                InvokeMethod = Found(member.InvokeMethod),
            };
            CopyAttributes(member, copy, references);
            @new.Events.Add(copy);
        }

        MethodDefinition? Found(MethodDefinition? method) => method is null ? null : methods[method];
    }

    private static MethodDefinition Declare(MethodDefinition old)
    {
        var method = new MethodDefinition(old.Name, old.Attributes, old.ReturnType);
        GenericParameterCopy.Declare(old.GenericParameters, method);
        return method;
    }

    // In the deployed order.
    private static void Align<T>(IList<T> old, IList<T> @new, Func<T, string> keyOf, Func<T, T> make, Action<T, T> fill)
        where T : IMemberDefinition
    {
        var present = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var member in @new)
            present[keyOf(member)] = member;
        @new.Clear();
        foreach (var member in old)
        {
            var copy = present.TryGetValue(keyOf(member), out var same) ? same : make(member);
            @new.Add(copy);
            fill(member, copy);
        }
    }

    private static void Fill(FieldDefinition old, FieldDefinition @new, ReferenceRewriter references)
    {
        @new.Attributes = old.Attributes;
        @new.FieldType = references.Type(old.FieldType);
        if (old.HasConstant)
            @new.Constant = old.Constant;
        if (old.InitialValue is { Length: > 0 } data)
            @new.InitialValue = data;
        @new.Offset = old.Offset;
        @new.MarshalInfo = old.MarshalInfo;
        CopyAttributes(old, @new, references);
    }

    private void FillSignature(MethodDefinition old, MethodDefinition @new)
    {
        var references = ReferencesOf(@new);
        (@new.Attributes, @new.ImplAttributes, @new.SemanticsAttributes) = (old.Attributes, old.ImplAttributes, old.SemanticsAttributes);
        (@new.HasThis, @new.ExplicitThis, @new.CallingConvention) = (old.HasThis, old.ExplicitThis, old.CallingConvention);
        FillGenerics(old, @new, references);
        @new.ReturnType = references.Type(old.ReturnType);
        @new.MethodReturnType.MarshalInfo = old.MethodReturnType.MarshalInfo;
        CopyAttributes(old.MethodReturnType, @new.MethodReturnType, references);
        @new.Parameters.Clear();
        foreach (var parameter in old.Parameters)
        {
            var copy = new ParameterDefinition(parameter.Name, parameter.Attributes, references.Type(parameter.ParameterType)) { MarshalInfo = parameter.MarshalInfo };
            if (parameter.HasConstant)
                copy.Constant = parameter.Constant;
            CopyAttributes(parameter, copy, references);
            @new.Parameters.Add(copy);
        }

        CopyAttributes(old, @new, references);
        if (old.PInvokeInfo is { } import)
            @new.PInvokeInfo = new PInvokeInfo(import.Attributes, import.EntryPoint, ModuleNamed(import.Module.Name));
    }

    private void FillMethod(MethodDefinition old, MethodDefinition @new)
    {
        var references = ReferencesOf(@new);
        @new.Overrides.Clear();
        foreach (var slot in old.Overrides)
            @new.Overrides.Add(references.Method(slot));
        @new.CustomDebugInformations.Clear();
        @new.DebugInformation.SequencePoints.Clear();
        @new.DebugInformation.Scope = null;
        @new.DebugInformation.StateMachineKickOffMethod = null;
        if (!old.HasBody)
        {
            @new.Body = null;
            return;
        }

        new BodyCloner(references).Clone(old, @new);
        if (old.DebugInformation.StateMachineKickOffMethod is { } kickOff && _methods.Find(m => m.Old == kickOff).New is { } partner)
            @new.DebugInformation.StateMachineKickOffMethod = partner;
    }

    private ReferenceRewriter ReferencesOf(MethodDefinition method) => new(names, GenericMap.Same(method.DeclaringType, method));

    private ModuleReference ModuleNamed(string name)
    {
        var known = names.Target.ModuleReferences;
        if (known.FirstOrDefault(m => m.Name == name) is { } found)
            return found;
        known.Add(new ModuleReference(name));
        return known[known.Count - 1];
    }

    private static void FillGenerics(IGenericParameterProvider old, IGenericParameterProvider @new, ReferenceRewriter references)
    {
        for (var i = 0; i < old.GenericParameters.Count; i++)
        {
            var (parameter, copy) = (old.GenericParameters[i], @new.GenericParameters[i]);
            (copy.Name, copy.Attributes) = (parameter.Name, parameter.Attributes);
            copy.Constraints.Clear();
            CopyAttributes(parameter, copy, references);
        }

        GenericParameterCopy.Constrain(old.GenericParameters, @new, references);
    }

    private static void CopyAttributes(ICustomAttributeProvider old, ICustomAttributeProvider @new, ReferenceRewriter references)
    {
        @new.CustomAttributes.Clear();
        foreach (var attribute in old.CustomAttributes)
            @new.CustomAttributes.Add(CopyOf(attribute, references));
    }

    // One with an enumeration that is not to be found cannot be taken apart. Its bytes name types by text, and mean the same in both builds.
    private static CustomAttribute CopyOf(CustomAttribute attribute, ReferenceRewriter references) =>
        attribute.ConstructorArguments.Count == attribute.Constructor.Parameters.Count
            ? AttributeClone.Copy(attribute, references)
            : new CustomAttribute(references.Method(attribute.Constructor), attribute.GetBlob());
}
