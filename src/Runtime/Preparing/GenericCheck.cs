using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;
using System.Security;
using HotWeave.Loading;

namespace HotWeave.Preparing;

/// <summary>
/// Compiles generic bodies, which no call has given arguments yet: once as all classes share them, and for each closed instantiation
/// that the patch names.
/// </summary>
/// <remarks>
/// The runtime shares one body among all classes, compiled for an argument of its own that meets every constraint. Where value types are
/// asked for, it is compiled for a common one that meets the constraints. An instantiation that cannot be formed says nothing of the
/// body; no call can reach it either.
/// </remarks>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The module is the patch's own, which no trimmer has seen.")]
[UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The types are the patch's own, which no trimmer has seen.")]
[UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The methods are the patch's own, which no trimmer has seen.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The types are the patch's own, which no trimmer has seen.")]
[UnconditionalSuppressMessage("AOT", "IL3050", Justification = "A process that takes patches compiles at run time.")]
internal static class GenericCheck
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private const int RowMask = 0xFFFFFF;

    private static readonly Type s_shared = typeof(object).Assembly.GetType("System.__Canon") ?? typeof(object);
    private static readonly Type[] s_values = [typeof(int), typeof(DayOfWeek)];

    /// <summary>Compiles the body of an open generic method, or of a method of an open generic type.</summary>
    /// <exception cref="Exception">What proves the body invalid.</exception>
    internal static void CompileShared(MethodBase method)
    {
        var parameters = ListParameters(method);
        if (!Array.Exists(parameters, IsValueType))
            Compile(method, Array.ConvertAll(parameters, static _ => s_shared));
        else if (FindFormed(method, parameters) is { } arguments)
            Compile(method, arguments);
    }

    /// <summary>The closed instantiations of the patch's own methods that its tokens name, and all methods of such types.</summary>
    internal static IEnumerable<(MethodBase Method, Type[] Arguments)> FindNamed(PatchImage image, Module module)
    {
        for (var row = 1; row <= image.Metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var method = TryForm(() => module.ResolveMethod(FormToken(TableIndex.MethodSpec, row)));
            if (method is { ContainsGenericParameters: false } && HasBody(method))
                yield return (method, ListParameters(method));
        }

        for (var row = 1; row <= image.Metadata.GetTableRowCount(TableIndex.TypeSpec); row++)
        {
            var type = TryForm(() => module.ResolveType(FormToken(TableIndex.TypeSpec, row)));
            if (type is not { IsConstructedGenericType: true, ContainsGenericParameters: false })
                continue;
            foreach (var method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
            {
                if (!method.ContainsGenericParameters && HasBody(method))
                    yield return (method, ListParameters(method));
            }
        }

        // Abstract methods have none, nor have those of delegates, which the runtime provides.
        bool HasBody(MethodBase method) =>
            method.Module == module
            && image.Metadata.GetMethodDefinition(MetadataTokens.MethodDefinitionHandle(method.MetadataToken & RowMask)).RelativeVirtualAddress != 0;
    }

    /// <summary>Compiles the body for the arguments of the type, then the method; does nothing where they cannot be given to it.</summary>
    /// <exception cref="Exception">What proves the body invalid.</exception>
    internal static void Compile(MethodBase method, Type[] arguments)
    {
        try
        {
            VirtualMethods.GiveAddress(method);
            RuntimeHelpers.PrepareMethod(method.MethodHandle, Array.ConvertAll(arguments, static a => a.TypeHandle));
        }
        catch (Exception e) when (SaysNotFormed(e))
        {
            // Of the instantiation, which no call can reach then; every token of the body resolves, or the check of tokens has refused it.
        }
    }

    // A token of a generic method of a struct that overrides or implements gives it over its own parameters: it is no definition.
    private static Type[] ListParameters(MethodBase method) =>
        [.. method.DeclaringType?.GetGenericArguments() ?? [], .. method.IsGenericMethod ? method.GetGenericArguments() : []];

    // A number, or an enumeration, as the constraints allow. What the patch itself names is compiled for that besides.
    private static Type[]? FindFormed(MethodBase method, Type[] parameters) =>
        s_values.Select(value => Array.ConvertAll(parameters, p => IsValueType(p) ? value : s_shared))
            .FirstOrDefault(arguments => TryForm(() => Instantiate(method, arguments)) is not null);

    // The compiler does not look at the constraints of methods; reflection does.
    private static MethodBase? Instantiate(MethodBase method, Type[] arguments)
    {
        var type = method.DeclaringType;
        if (type is { IsGenericTypeDefinition: true })
            type = type.MakeGenericType(arguments[..type.GetGenericArguments().Length]);
        var found = type is null ? method : MethodBase.GetMethodFromHandle(method.MethodHandle, type.TypeHandle);
        return found is MethodInfo { IsGenericMethod: true } generic
            ? generic.GetGenericMethodDefinition().MakeGenericMethod(arguments[^generic.GetGenericArguments().Length..])
            : found;
    }

    private static bool IsValueType(Type parameter) =>
        (parameter.GenericParameterAttributes & GenericParameterAttributes.NotNullableValueTypeConstraint) != 0;

    private static int FormToken(TableIndex table, int row) => ((int)table << 24) | row;

    // A token inside generic code means something in its context only.
    private static T? TryForm<T>(Func<T?> form)
        where T : class
    {
        try
        {
            return form();
        }
        catch (Exception e) when (e is BadImageFormatException or MissingMemberException || SaysNotFormed(e))
        {
            return null;
        }
    }

    private static bool SaysNotFormed(Exception e) =>
        e is TypeLoadException or ArgumentException or VerificationException or NotSupportedException or IOException;
}
