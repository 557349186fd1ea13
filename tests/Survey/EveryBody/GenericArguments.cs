using System.Reflection;

namespace HotWeave.Survey.EveryBody;

/// <summary>
/// Arguments for generic methods and for methods of generic types: references, and values, as far as the constraints allow.
/// </summary>
/// <param name="own">The assemblies among whose types arguments are looked for that framework types cannot be.</param>
internal sealed class GenericArguments(IReadOnlyList<Assembly> own)
{
    private const int MostAttempts = 100;
    private const int MostOwnTypes = 4;
    private const BindingFlags Static = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static;

    private static readonly Type[] s_references = [typeof(object), typeof(string), typeof(Exception), typeof(Action)];
    // The constraint that does not take the arguments: no type is assignable to it.
    private static readonly Type s_none = typeof(void);
    private static readonly Type[] s_values = [typeof(int), typeof(DayOfWeek), typeof(DateTime)];

    private readonly List<Type> _own = [.. own.SelectMany(LoadableTypes).Where(static t => !t.ContainsGenericParameters && !t.IsByRefLike)];

    /// <summary>
    /// The lists of arguments, those of the type before those of the method; one empty list for what is not generic, none where nothing
    /// fits.
    /// </summary>
    public IReadOnlyList<Type[]> Find(MethodBase method)
    {
        var ofMethod = method.IsGenericMethodDefinition ? method.GetGenericArguments() : [];
        Type[] parameters = [.. method.DeclaringType!.GetGenericArguments(), .. ofMethod];
        if (parameters.Length == 0)
            return [[]];
        var lists = new[] { false, true }.Select(isValue => Fit(method, parameters, isValue)).OfType<Type[]>();
        return [.. lists.DistinctBy(static a => string.Join(';', a.Select(static t => t.FullName)))];
    }

    private Type[]? Fit(MethodBase method, Type[] parameters, bool isValue)
    {
        var attempts = 0;
        return Fit(method, parameters, [], isValue, ref attempts);
    }

    private Type[]? Fit(MethodBase method, Type[] parameters, Type[] chosen, bool isValue, ref int attempts)
    {
        if (chosen.Length == parameters.Length)
            return attempts++ < MostAttempts && IsValid(method, chosen) ? chosen : null;
        foreach (var candidate in Candidates(parameters, chosen).Distinct().OrderBy(c => c.IsValueType == isValue ? 0 : 1))
        {
            if (attempts >= MostAttempts)
                return null;
            Type[] longer = [.. chosen, candidate];
            if (Meets(parameters, longer) && Fit(method, parameters, longer, isValue, ref attempts) is { } found)
                return found;
        }

        return null;
    }

    private IEnumerable<Type> Candidates(Type[] parameters, Type[] chosen)
    {
        var constraints = parameters[chosen.Length].GetGenericParameterConstraints();
        var closed = constraints.Select(c => Close(c, parameters, chosen)).OfType<Type>()
            .Where(static c => c != typeof(ValueType) && c != s_none);
        var fitting = constraints.Length == 0 ? [] : _own.Where(t => Meets(parameters, [.. chosen, t])).Take(MostOwnTypes);
        return s_references.Concat(s_values).Concat(closed).Concat(fitting).Where(static c => !HasStaticAbstracts(c));
    }

    private static bool Meets(Type[] parameters, Type[] chosen)
    {
        var (parameter, argument) = (parameters[chosen.Length - 1], chosen[^1]);
        var flags = parameter.GenericParameterAttributes;
        if ((flags & GenericParameterAttributes.ReferenceTypeConstraint) != 0 && argument.IsValueType)
            return false;
        if ((flags & GenericParameterAttributes.NotNullableValueTypeConstraint) != 0 && !argument.IsValueType)
            return false;
        if ((flags & GenericParameterAttributes.DefaultConstructorConstraint) != 0 && !HasDefaultConstructor(argument))
            return false;
        var constraints = parameter.GetGenericParameterConstraints().Select(c => Close(c, parameters, chosen));
        return constraints.All(c => c is null || c.IsAssignableFrom(argument));
    }

    // Null where a parameter stands in it whose argument is not chosen yet.
    private static Type? Close(Type constraint, Type[] parameters, Type[] chosen)
    {
        if (constraint.IsGenericParameter)
            return Array.IndexOf(parameters, constraint) is var at && at >= 0 && at < chosen.Length ? chosen[at] : null;
        if (!constraint.ContainsGenericParameters)
            return constraint;
        if (!constraint.IsGenericType)
            return null;
        var arguments = constraint.GetGenericArguments().Select(a => Close(a, parameters, chosen)).ToList();
        if (arguments.Contains(null) || arguments.Contains(s_none))
            return arguments.Contains(s_none) ? s_none : null;
        try
        {
            return constraint.GetGenericTypeDefinition().MakeGenericType([.. arguments.OfType<Type>()]);
        }
        catch (ArgumentException)
        {
            return s_none;
        }
    }

    // The runtime has the last word on constraints.
    private static bool IsValid(MethodBase method, Type[] arguments)
    {
        var ofType = method.DeclaringType!.GetGenericArguments().Length;
        try
        {
            if (ofType > 0)
                _ = method.DeclaringType.MakeGenericType(arguments[..ofType]).TypeHandle;
            if (method.IsGenericMethodDefinition)
                _ = ((MethodInfo)method).MakeGenericMethod(arguments[ofType..]);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or TypeLoadException or System.Security.VerificationException)
        {
            return false;
        }
    }

    private static bool HasDefaultConstructor(Type type) =>
        type.IsValueType || (!type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null);

    private static bool HasStaticAbstracts(Type type) =>
        type.IsInterface && type.GetInterfaces().Append(type).SelectMany(static i => i.GetMethods(Static)).Any(static m => m.IsAbstract);

    // What needs an assembly that is not there can be no argument.
    private static IEnumerable<Type> LoadableTypes(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>();
        }
    }
}
