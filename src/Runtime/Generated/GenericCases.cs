using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace HotWeave.Runtime;

/// <summary>
/// For a virtual method that only a patch has, and a generic type that overrides it: which instance of the override an object runs. Patched code asks through this
/// class; people have no use for it.
/// </summary>
/// <remarks>Safe for any number of threads. The first question about a type uses reflection; later ones take no lock and allocate nothing.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GenericCases
{
    // Weak, so that types that can be unloaded still can.
    private readonly ConditionalWeakTable<Type, Answers> _answers = [];

    private GenericCases()
    {
    }

    /// <summary>The address of the override that an object runs.</summary>
    /// <param name="cases">Where the answers are kept: one field per override, made at first use.</param>
    /// <param name="self">The object.</param>
    /// <param name="type">The type that overrides; of a generic one the definition.</param>
    /// <param name="body">
    /// The override: a static method with the generic parameters of <paramref name="type"/>, then those of the virtual method.
    /// </param>
    /// <param name="arguments">Any generic type over the virtual method's own arguments; a type that is not generic where it has none.</param>
    /// <returns>The address of the instance, static, with the object as first argument; 0 when the object's type is not made of <paramref name="type"/>.</returns>
    public static nint Find(ref GenericCases? cases, object self, RuntimeTypeHandle type, RuntimeMethodHandle body, RuntimeTypeHandle arguments)
    {
        var known = Volatile.Read(ref cases) ?? Interlocked.CompareExchange(ref cases, new GenericCases(), null) ?? cases!;
        var answers = known._answers.GetValue(self.GetType(), static _ => new Answers());
        return answers.TryGetValue(arguments, out var address) ? address : answers.GetOrAdd(arguments, Compute(self.GetType(), type, body, arguments));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The patch brings the code.")]
    private static nint Compute(Type actual, RuntimeTypeHandle type, RuntimeMethodHandle body, RuntimeTypeHandle arguments)
    {
        if (InstanceOf(actual, Type.GetTypeFromHandle(type)!) is not { } instance)
            return 0;
        Type[] all = [.. instance.GenericTypeArguments, .. Type.GetTypeFromHandle(arguments)!.GenericTypeArguments];
        var method = (MethodInfo)MethodBase.GetMethodFromHandle(body)!;
        return (all.Length == 0 ? method : method.MakeGenericMethod(all)).MethodHandle.GetFunctionPointer();
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "An object whose type has lost an interface is not passed as that interface.")]
    private static Type? InstanceOf(Type actual, Type definition)
    {
        for (var type = actual; type is not null; type = type.BaseType)
        {
            if (type == definition || (type.IsConstructedGenericType && type.GetGenericTypeDefinition() == definition))
                return type;
        }

        return definition.IsInterface ? Array.Find(actual.GetInterfaces(), i => i.IsConstructedGenericType && i.GetGenericTypeDefinition() == definition) : null;
    }

    private sealed class Answers : ConcurrentDictionary<RuntimeTypeHandle, nint>;
}
