using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>By which methods of the new builds a method can be called, and which types are made by other means than a constructor's call.</summary>
internal sealed class VirtualSlots(IReadOnlyList<AssemblyMatch> matches)
{
    private readonly VirtualMethods _methods = new(matches.Select(static m => m.Pair.New));
    private readonly Lazy<HashSet<string>> _named = new(() => FindNamed(matches));

    /// <summary>The method, and those of base classes and interfaces that stand for it in calls; null where one may be of another assembly.</summary>
    public IReadOnlyList<MethodDefinition>? FindSlots(MethodDefinition method)
    {
        if (!method.IsVirtual)
            return method.HasOverrides && method.Overrides.Any(o => _methods.Own(o.DeclaringType) is null) ? null : FindOwnSlots(method);
        if (_methods.OverridesOutside(method) || method.Overrides.Any(o => _methods.Own(o.DeclaringType) is null))
            return null;
        var found = FindOwnSlots(method);
        // An interface from outside may have the member under the same name.
        var isOutside = found.Any(_methods.OverridesOutside) || (method.IsPublic && !method.DeclaringType.IsInterface && ListOutsideInterfaces(method.DeclaringType).Any(i => MayHave(i, method)));
        return isOutside ? null : found;
    }

    /// <summary>The method, and those of these assemblies that stand for it in calls.</summary>
    public IReadOnlyList<MethodDefinition> FindOwnSlots(MethodDefinition method)
    {
        var found = new List<MethodDefinition> { method };
        if (!method.IsVirtual)
        {
            // What implements a static member says so, and generic code calls the interface's.
            found.AddRange(method.Overrides.Select(FindOwn).OfType<MethodDefinition>());
            return found;
        }

        for (var above = _methods.Overridden(method); above is not null; above = _methods.Overridden(above))
            found.Add(above);
        var type = method.DeclaringType;
        if (type.IsInterface)
            return found;
        foreach (var (view, definition) in _methods.InterfacesOf(type))
            found.AddRange(definition.Methods.Where(m => _methods.ImplementationOf(type, view, m) == method));
        return found;
    }

    /// <summary>
    /// Whether code names a type for another purpose than to call its members: as an argument of generic code or by its token, so that
    /// others may make objects of it.
    /// </summary>
    public bool IsMadeByName(TypeDefinition type) => _named.Value.Contains(type.FullName);

    // A reference may lead to another reading of the same file, in which definitions have the same tokens.
    private MethodDefinition? FindOwn(MethodReference reference) =>
        reference.Resolve() is { } found ? _methods.Own(reference.DeclaringType)?.Methods.FirstOrDefault(m => m.MetadataToken == found.MetadataToken) : null;

    private IEnumerable<TypeReference> ListOutsideInterfaces(TypeDefinition type) =>
        _methods.BasesOf(type).Select(static b => b.Type).Prepend(type).SelectMany(static t => t.Interfaces).Select(static i => i.InterfaceType).Where(i => _methods.Own(i) is null);

    private static bool MayHave(TypeReference @interface, MethodDefinition method)
    {
        try
        {
            return @interface.Resolve() is not { } definition
                || definition.Methods.Any(m => m.Name == method.Name)
                || definition.Interfaces.Any(i => MayHave(i.InterfaceType, method));
        }
        catch (AssemblyResolutionException)
        {
            return true;
        }
    }

    private static HashSet<string> FindNamed(IReadOnlyList<AssemblyMatch> matches)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var body in matches.SelectMany(static m => m.Pair.New.GetTypes()).SelectMany(static t => t.Methods).Where(static m => m.HasBody))
        {
            foreach (var instruction in body.Body.Instructions)
            {
                switch (instruction.Operand)
                {
                    case GenericInstanceMethod method:
                        foreach (var argument in method.GenericArguments)
                            Add(argument);
                        break;
                    case TypeReference type when instruction.OpCode.Code == Mono.Cecil.Cil.Code.Ldtoken:
                        Add(type);
                        break;
                }

                if (instruction.Operand is MemberReference { DeclaringType: GenericInstanceType generic })
                    Add(generic);
            }
        }

        return found;

        void Add(TypeReference type)
        {
            if (type is GenericInstanceType generic)
            {
                foreach (var argument in generic.GenericArguments)
                    Add(argument);
            }

            if (type is ArrayType array)
                Add(array.ElementType);
            else
                found.Add(type.GetElementType().FullName);
        }
    }
}
