using System.Reflection;

namespace HotWeave.Preparing;

/// <summary>
/// May the patch's code use a member? The runtime asks this when a call is compiled, but only makes the call throw; a patch that
/// would throw must not become current. The rules are ECMA-335 I.8.5.3, and everything is open in assemblies that the patch names
/// in <c>IgnoresAccessChecksTo</c>.
/// </summary>
internal sealed class AccessRules
{
    private const string OpeningAttribute = "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute";

    private readonly Dictionary<Assembly, bool> _open = [];
    private readonly HashSet<string> _openNames;
    private readonly Assembly _patch;

    internal AccessRules(Assembly patch)
    {
        _patch = patch;
        _openNames = new HashSet<string>(
            from attribute in patch.GetCustomAttributesData()
            where attribute.AttributeType.FullName == OpeningAttribute && attribute.ConstructorArguments.Count == 1
            let name = attribute.ConstructorArguments[0].Value as string
            where name is not null
            select name,
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What forbids the use, or null.</summary>
    /// <param name="member">A type, method, constructor or field, as resolved from a token.</param>
    /// <param name="caller">The type whose method uses it; null for a global method.</param>
    internal string? Problem(MemberInfo member, Type? caller)
    {
        if (member is Type type)
            return TypeProblem(type, caller);

        var declaring = member.DeclaringType;
        if (declaring is not null && TypeProblem(declaring, caller) is { } problem)
            return problem;
        if (member is MethodInfo { IsGenericMethod: true } generic && ArgumentProblem(generic.GetGenericArguments(), caller) is { } argument)
            return argument;
        if (declaring is null || IsOpen(declaring.Assembly))
            return null;

        var access = member switch
        {
            MethodBase method => (int)(method.Attributes & MethodAttributes.MemberAccessMask),
            FieldInfo field => (int)(field.Attributes & FieldAttributes.FieldAccessMask),
            _ => (int)MethodAttributes.Public,
        };
        return Allows(access, declaring, caller) ? null : $"it is {Word(access)} in the assembly {declaring.Assembly.GetName().Name}";
    }

    private string? TypeProblem(Type type, Type? caller)
    {
        while (type.HasElementType)
            type = type.GetElementType()!;
        if (type.IsGenericParameter || type.IsFunctionPointer)
            return null;
        if (type.IsConstructedGenericType)
        {
            if (ArgumentProblem(type.GenericTypeArguments, caller) is { } argument)
                return argument;
            type = type.GetGenericTypeDefinition();
        }

        if (IsOpen(type.Assembly))
            return null;
        for (; type.DeclaringType is { } outer; type = outer)
        {
            var access = NestedAccess(type);
            if (!Allows(access, outer, caller))
                return $"the type {type} is {Word(access)} in the assembly {type.Assembly.GetName().Name}";
        }

        return type.IsPublic || type.Assembly == _patch
            ? null
            : $"the type {type} is internal to the assembly {type.Assembly.GetName().Name}";
    }

    private string? ArgumentProblem(Type[] arguments, Type? caller)
    {
        foreach (var argument in arguments)
        {
            if (TypeProblem(argument, caller) is { } problem)
                return problem;
        }

        return null;
    }

    private bool Allows(int access, Type declaring, Type? caller) => (MethodAttributes)access switch
    {
        MethodAttributes.Public => true,
        MethodAttributes.Private => IsWithin(caller, declaring),
        MethodAttributes.Family => InheritsFrom(caller, declaring),
        MethodAttributes.FamORAssem => declaring.Assembly == _patch || InheritsFrom(caller, declaring),
        MethodAttributes.FamANDAssem => declaring.Assembly == _patch && InheritsFrom(caller, declaring),
        _ => declaring.Assembly == _patch,
    };

    private bool IsOpen(Assembly assembly)
    {
        if (!_open.TryGetValue(assembly, out var open))
            _open.Add(assembly, open = _openNames.Contains(assembly.GetName().Name ?? ""));
        return open;
    }

    private static bool IsWithin(Type? caller, Type declaring)
    {
        for (; caller is not null; caller = caller.DeclaringType)
        {
            if (caller == Definition(declaring))
                return true;
        }

        return false;
    }

    private static bool InheritsFrom(Type? caller, Type declaring)
    {
        for (; caller is not null; caller = caller.DeclaringType)
        {
            for (var type = caller; type is not null; type = type.BaseType)
            {
                if (Definition(type) == Definition(declaring))
                    return true;
            }
        }

        return false;
    }

    private static Type Definition(Type type) => type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type;

    // The nested visibilities in the order of member access, so that one rule serves both.
    private static int NestedAccess(Type type) => (int)((type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.NestedPublic => MethodAttributes.Public,
        TypeAttributes.NestedPrivate => MethodAttributes.Private,
        TypeAttributes.NestedFamily => MethodAttributes.Family,
        TypeAttributes.NestedFamANDAssem => MethodAttributes.FamANDAssem,
        TypeAttributes.NestedFamORAssem => MethodAttributes.FamORAssem,
        _ => MethodAttributes.Assembly,
    });

    private static string Word(int access) => (MethodAttributes)access switch
    {
        MethodAttributes.Private => "private",
        MethodAttributes.Family => "protected",
        MethodAttributes.FamORAssem => "protected internal",
        MethodAttributes.FamANDAssem => "private protected",
        _ => "internal",
    };
}
