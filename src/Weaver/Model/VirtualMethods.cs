using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>Which method overrides or implements which, among the assemblies of one side of a patch (ECMA-335 II.10.3 and II.12.2).</summary>
internal sealed class VirtualMethods
{
    private readonly HashSet<ModuleDefinition> _modules;
    private readonly HashSet<string> _names;
    private readonly Dictionary<MethodDefinition, MethodDefinition?> _overridden = [];

    public VirtualMethods(IEnumerable<ModuleDefinition> modules)
    {
        _modules = [.. modules];
        _names = new HashSet<string>(_modules.Select(static m => m.Assembly.Name.Name), StringComparer.Ordinal);
    }

    /// <summary>The definition that a reference means; null when it is of another assembly.</summary>
    public TypeDefinition? Own(TypeReference reference)
    {
        var element = reference.GetElementType();
        if (element is TypeDefinition definition)
            return _modules.Contains(definition.Module) ? definition : null;
        return element.Scope is AssemblyNameReference scope && _names.Contains(scope.Name) ? element.Resolve() : null;
    }

    /// <summary>The base classes of a type in these assemblies, nearest first, in the type's own terms.</summary>
    public IEnumerable<(TypeReference View, TypeDefinition Type)> BasesOf(TypeDefinition type)
    {
        var view = type.BaseType;
        while (view is not null && Own(view) is { } definition)
        {
            yield return (view, definition);
            view = definition.BaseType?.Through(view);
        }
    }

    /// <summary>The nearest base class outside these assemblies, in the type's own terms; null for interfaces.</summary>
    public TypeReference? OutsideBaseOf(TypeDefinition type)
    {
        var view = type.BaseType;
        while (view is not null && Own(view) is { } definition)
            view = definition.BaseType?.Through(view);
        return view;
    }

    /// <summary>The interfaces of these assemblies that a type has by its own list, in the type's own terms.</summary>
    public IReadOnlyList<(TypeReference View, TypeDefinition Type)> InterfacesOf(TypeDefinition type)
    {
        var found = new List<(TypeReference, TypeDefinition)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var work = new Queue<TypeReference>(type.Interfaces.Select(static i => i.InterfaceType));
        while (work.Count > 0)
        {
            var view = work.Dequeue();
            if (Own(view) is not { } definition || !seen.Add(SignatureText.Plain.Write(view)))
                continue;
            found.Add((view, definition));
            foreach (var inherited in definition.Interfaces)
                work.Enqueue(inherited.InterfaceType.Through(view));
        }

        return found;
    }

    /// <summary>The next method up, in these assemblies, that a method overrides; null when its slot begins with it or outside.</summary>
    public MethodDefinition? Overridden(MethodDefinition method)
    {
        if (!_overridden.TryGetValue(method, out var known))
            _overridden.Add(method, known = FindOverridden(method));
        return known;
    }

    /// <summary>Whether a method overrides another, over any number of steps.</summary>
    public bool Overrides(MethodDefinition method, MethodDefinition above)
    {
        var next = Overridden(method);
        while (next is not null && next != above)
            next = Overridden(next);
        return next is not null;
    }

    /// <summary>Whether a method overrides one that is of none of these assemblies.</summary>
    public bool OverridesOutside(MethodDefinition method) => IsOverride(method) && Overridden(method) is null;

    /// <summary>The method at which the slot of a method begins in these assemblies.</summary>
    public MethodDefinition RootOf(MethodDefinition method)
    {
        while (Overridden(method) is { } above)
            method = above;
        return method;
    }

    /// <summary>The nearest virtual method of the base classes that has the signature of <paramref name="method"/>, as <paramref name="type"/> sees it.</summary>
    public MethodDefinition? FindAbove(TypeDefinition type, MethodDefinition method) =>
        BasesOf(type).Select(b => b.Type.Methods.FirstOrDefault(m => m.IsVirtual && !m.IsPrivate && IsSame(m, b.View, method))).FirstOrDefault(static m => m is not null);

    /// <summary>What a class or struct runs for a member of one of its interfaces; null when that is the member's own body, or outside.</summary>
    public MethodDefinition? ImplementationOf(TypeDefinition type, TypeReference view, MethodDefinition member) =>
        Explicit(type, view, member) ?? Implicit(type, view, member);

    /// <summary>The method of the type itself that names the member as what it implements.</summary>
    public static MethodDefinition? Explicit(TypeDefinition type, TypeReference view, MethodDefinition member) =>
        type.Methods.FirstOrDefault(m => m.Overrides.Any(o => Names(o, view, member)));

    /// <summary>Whether a reference in a list of overrides names the member through the given view.</summary>
    public static bool Names(MethodReference reference, TypeReference view, MethodDefinition member) =>
        Names(reference, reference.DeclaringType, view, member);

    private static bool Names(MethodReference reference, TypeReference declaring, TypeReference view, MethodDefinition member) =>
        reference.Name == member.Name
        && SignatureText.Plain.Write(declaring) == SignatureText.Plain.Write(view)
        && SignatureText.Plain.Write(reference.GetElementMethod()) == SignatureText.Plain.Write(member);

    /// <summary>Whether two methods have one name and signature, where <paramref name="above"/> is seen through <paramref name="view"/>.</summary>
    public static bool IsSame(MethodDefinition above, TypeReference view, MethodDefinition method)
    {
        if (above.Name != method.Name || above.IsStatic != method.IsStatic || above.Parameters.Count != method.Parameters.Count
            || above.GenericParameters.Count != method.GenericParameters.Count || !Same(above.ReturnType, method.ReturnType))
        {
            return false;
        }

        for (var i = 0; i < above.Parameters.Count; i++)
        {
            if (!Same(above.Parameters[i].ParameterType, method.Parameters[i].ParameterType))
                return false;
        }

        return true;

        bool Same(TypeReference type, TypeReference other) => (type == other && !type.ContainsGenericParameter) || SignatureText.Plain.Write(type.Through(view)) == SignatureText.Plain.Write(other);
    }

    private MethodDefinition? Implicit(TypeDefinition type, TypeReference view, MethodDefinition member)
    {
        if (type.Methods.FirstOrDefault(m => m.IsVirtual && m.IsPublic && IsSame(member, view, m)) is { } own)
            return own;
        foreach (var (baseView, definition) in BasesOf(type))
        {
            // A class that lists an interface anew takes what its base implements explicitly, too.
            if (definition.Methods.FirstOrDefault(m => m.Overrides.Any(o => Names(o, o.DeclaringType.Through(baseView), view, member))) is { } @explicit)
                return @explicit;
            foreach (var method in definition.Methods.Where(m => m.IsVirtual && m.IsPublic && m.Name == member.Name && m.Parameters.Count == member.Parameters.Count))
            {
                var here = method.Parameters.Select(p => p.ParameterType).Append(method.ReturnType).Select(t => SignatureText.Plain.Write(t.Through(baseView)));
                var asked = member.Parameters.Select(p => p.ParameterType).Append(member.ReturnType).Select(t => SignatureText.Plain.Write(t.Through(view)));
                if (method.GenericParameters.Count == member.GenericParameters.Count && here.SequenceEqual(asked))
                    return method;
            }
        }

        return null;
    }

    // C# gives an override with a more derived return type a slot of its own and names what it overrides.
    private static bool IsOverride(MethodDefinition method) => method.IsVirtual && !method.DeclaringType.IsInterface && (!method.IsNewSlot || (!method.IsPrivate && method.Overrides.Any(IsClassMethod)));

    private static bool IsClassMethod(MethodReference overridden) => overridden.Resolve() is { DeclaringType.IsInterface: false };

    private MethodDefinition? FindOverridden(MethodDefinition method)
    {
        if (!method.IsVirtual || method.DeclaringType.IsInterface)
            return null;
        foreach (var overridden in method.Overrides)
        {
            if (Own(overridden.DeclaringType) is { IsInterface: false } && overridden.Resolve() is { } named)
                return named;
        }

        return method.IsNewSlot ? null : FindAbove(method.DeclaringType, method);
    }
}
