using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Runtime.Remoting;

namespace HotWeave.Runtime;

/// <summary>
/// What the methods of the framework that look at the assembly of the calling code give code of the deployed assembly. Each method takes
/// the place of the one with its name, and has two parameters more: a type of the deployed assembly, and one of the patch. Patched code
/// calls it; people have no use for it.
/// </summary>
/// <remarks>Safe for any number of threads. Exceptions are those of the methods that these stand for.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The code that a patch replaces called the method that has the same requirement.")]
[UnconditionalSuppressMessage("Trimming", "IL2096", Justification = "The code that a patch replaces called the method that has the same requirement.")]
[UnconditionalSuppressMessage("Trimming", "IL2057", Justification = "The code that a patch replaces called the method that has the same requirement.")]
[UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "The code that a patch replaces called the method that has the same requirement.")]
public static class OriginalCaller
{
    /// <summary><see cref="Type.GetType(string)"/></summary>
    /// <inheritdoc cref="GetType(string, Func{AssemblyName, Assembly?}?, Func{Assembly?, string, bool, Type?}?, bool, bool, RuntimeTypeHandle, RuntimeTypeHandle)"/>
    public static Type? GetType(string typeName, RuntimeTypeHandle deployed, RuntimeTypeHandle patch) => GetType(typeName, null, null, false, false, deployed, patch);

    /// <summary><see cref="Type.GetType(string, bool)"/></summary>
    /// <inheritdoc cref="GetType(string, Func{AssemblyName, Assembly?}?, Func{Assembly?, string, bool, Type?}?, bool, bool, RuntimeTypeHandle, RuntimeTypeHandle)"/>
    public static Type? GetType(string typeName, bool throwOnError, RuntimeTypeHandle deployed, RuntimeTypeHandle patch) =>
        GetType(typeName, null, null, throwOnError, false, deployed, patch);

    /// <summary><see cref="Type.GetType(string, bool, bool)"/></summary>
    /// <inheritdoc cref="GetType(string, Func{AssemblyName, Assembly?}?, Func{Assembly?, string, bool, Type?}?, bool, bool, RuntimeTypeHandle, RuntimeTypeHandle)"/>
    public static Type? GetType(string typeName, bool throwOnError, bool ignoreCase, RuntimeTypeHandle deployed, RuntimeTypeHandle patch) =>
        GetType(typeName, null, null, throwOnError, ignoreCase, deployed, patch);

    /// <summary><see cref="Type.GetType(string, Func{AssemblyName, Assembly?}?, Func{Assembly?, string, bool, Type?}?)"/></summary>
    /// <inheritdoc cref="GetType(string, Func{AssemblyName, Assembly?}?, Func{Assembly?, string, bool, Type?}?, bool, bool, RuntimeTypeHandle, RuntimeTypeHandle)"/>
    public static Type? GetType(
        string typeName, Func<AssemblyName, Assembly?>? assemblyResolver, Func<Assembly?, string, bool, Type?>? typeResolver, RuntimeTypeHandle deployed, RuntimeTypeHandle patch) =>
        GetType(typeName, assemblyResolver, typeResolver, false, false, deployed, patch);

    /// <summary><see cref="Type.GetType(string, Func{AssemblyName, Assembly?}?, Func{Assembly?, string, bool, Type?}?, bool)"/></summary>
    /// <inheritdoc cref="GetType(string, Func{AssemblyName, Assembly?}?, Func{Assembly?, string, bool, Type?}?, bool, bool, RuntimeTypeHandle, RuntimeTypeHandle)"/>
    public static Type? GetType(
        string typeName,
        Func<AssemblyName, Assembly?>? assemblyResolver,
        Func<Assembly?, string, bool, Type?>? typeResolver,
        bool throwOnError,
        RuntimeTypeHandle deployed,
        RuntimeTypeHandle patch) =>
        GetType(typeName, assemblyResolver, typeResolver, throwOnError, false, deployed, patch);

    /// <summary>
    /// <see cref="Type.GetType(string, Func{AssemblyName, Assembly?}?, Func{Assembly?, string, bool, Type?}?, bool, bool)"/>. A name
    /// without an assembly means a type of the deployed assembly, of the patch, which has the types that it adds, or of the core library,
    /// in this order.
    /// </summary>
    /// <param name="typeName">The name.</param>
    /// <param name="assemblyResolver">Finds assemblies; null to find them as the deployed assembly does.</param>
    /// <param name="typeResolver">Finds types; null to find them as the deployed assembly does.</param>
    /// <param name="throwOnError">Whether to throw when the type is not found.</param>
    /// <param name="ignoreCase">Whether to compare names without regard to case.</param>
    /// <param name="deployed">A type of the deployed assembly.</param>
    /// <param name="patch">A type of the patch.</param>
    public static Type? GetType(
        string typeName,
        Func<AssemblyName, Assembly?>? assemblyResolver,
        Func<Assembly?, string, bool, Type?>? typeResolver,
        bool throwOnError,
        bool ignoreCase,
        RuntimeTypeHandle deployed,
        RuntimeTypeHandle patch)
    {
        // A resolver of types of one's own takes names without an assembly too.
        return Type.GetType(typeName, assemblyResolver ?? FindAssembly, typeResolver ?? FindType, throwOnError, ignoreCase);

        Assembly? FindAssembly(AssemblyName name)
        {
            try
            {
                return Load(name, deployed, patch);
            }
            catch (FileNotFoundException) when (!throwOnError)
            {
                return null; // and so the type is
            }
        }

        Type? FindType(Assembly? assembly, string name, bool isCaseIgnored) => assembly is not null
            ? assembly.GetType(name, false, isCaseIgnored)
            : AssemblyOf(deployed).GetType(name, false, isCaseIgnored)
                ?? AssemblyOf(patch).GetType(name, false, isCaseIgnored)
                ?? typeof(object).Assembly.GetType(name, false, isCaseIgnored);
    }

    /// <summary><see cref="Assembly.Load(string)"/></summary>
    /// <param name="assemblyString">The name.</param>
    /// <param name="deployed">A type of the deployed assembly.</param>
    /// <param name="patch">A type of the patch.</param>
    public static Assembly Load(string assemblyString, RuntimeTypeHandle deployed, RuntimeTypeHandle patch) => Load(new AssemblyName(assemblyString), deployed, patch);

    /// <summary><see cref="Assembly.Load(AssemblyName)"/></summary>
    /// <param name="assemblyRef">The name.</param>
    /// <param name="deployed">A type of the deployed assembly.</param>
    /// <param name="patch">A type of the patch.</param>
    public static Assembly Load(AssemblyName assemblyRef, RuntimeTypeHandle deployed, RuntimeTypeHandle patch) =>
        (AssemblyLoadContext.GetLoadContext(AssemblyOf(deployed)) ?? AssemblyLoadContext.Default).LoadFromAssemblyName(assemblyRef);

    /// <summary><see cref="Activator.CreateInstance(string, string)"/></summary>
    /// <inheritdoc cref="CreateInstance(string?, string, bool, BindingFlags, Binder?, object?[], CultureInfo, object?[], RuntimeTypeHandle, RuntimeTypeHandle)"/>
    public static ObjectHandle? CreateInstance(string? assemblyName, string typeName, RuntimeTypeHandle deployed, RuntimeTypeHandle patch) =>
        CreateInstance(assemblyName, typeName, null, deployed, patch);

    /// <summary><see cref="Activator.CreateInstance(string, string, object?[])"/></summary>
    /// <inheritdoc cref="CreateInstance(string?, string, bool, BindingFlags, Binder?, object?[], CultureInfo, object?[], RuntimeTypeHandle, RuntimeTypeHandle)"/>
    public static ObjectHandle? CreateInstance(string? assemblyName, string typeName, object?[]? activationAttributes, RuntimeTypeHandle deployed, RuntimeTypeHandle patch) =>
        CreateInstance(assemblyName, typeName, false, BindingFlags.Instance | BindingFlags.Public | BindingFlags.CreateInstance, null, null, null, activationAttributes, deployed, patch);

    /// <summary><see cref="Activator.CreateInstance(string, string, bool, BindingFlags, Binder, object?[], CultureInfo, object?[])"/></summary>
    /// <param name="assemblyName">The assembly's name; null for the deployed assembly.</param>
    /// <param name="typeName">The type's name.</param>
    /// <param name="ignoreCase">Whether to compare names without regard to case.</param>
    /// <param name="bindingAttr">Where to look for the constructor.</param>
    /// <param name="binder">Chooses the constructor.</param>
    /// <param name="args">The constructor's arguments.</param>
    /// <param name="culture">How arguments are converted.</param>
    /// <param name="activationAttributes">Not supported, as there.</param>
    /// <param name="deployed">A type of the deployed assembly.</param>
    /// <param name="patch">A type of the patch.</param>
    public static ObjectHandle? CreateInstance(
        string? assemblyName,
        string typeName,
        bool ignoreCase,
        BindingFlags bindingAttr,
        Binder? binder,
        object?[]? args,
        CultureInfo? culture,
        object?[]? activationAttributes,
        RuntimeTypeHandle deployed,
        RuntimeTypeHandle patch)
    {
        var type = assemblyName is not null ? Load(assemblyName, deployed, patch).GetType(typeName, true, ignoreCase)!
            : AssemblyOf(deployed).GetType(typeName, false, ignoreCase) ?? AssemblyOf(patch).GetType(typeName, false, ignoreCase) ?? AssemblyOf(deployed).GetType(typeName, true, ignoreCase)!;
        return Activator.CreateInstance(type, bindingAttr, binder, args, culture, activationAttributes) is { } made ? new ObjectHandle(made) : null;
    }

    private static Assembly AssemblyOf(RuntimeTypeHandle type) => Type.GetTypeFromHandle(type)!.Assembly;
}
