using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HotWeave.Patches.Format;

namespace HotWeave.Loading;

/// <summary>A hook of a loaded patch.</summary>
/// <param name="hook">What the manifest says of it.</param>
/// <param name="type">For code change: the type whose state it carries; else null.</param>
/// <param name="method">The static method to call; for a generic type open over its parameters.</param>
internal sealed class BoundHook(PatchHook hook, Type? type, MethodInfo method)
{
    internal PatchHook Hook { get; } = hook;

    internal Type? Type { get; } = type;

    internal MethodInfo Method { get; } = method;

    /// <summary>For added properties that are shown to serialisers, and added methods: the deployed type that has them; else null.</summary>
    internal Type? Shown { get; init; }

    /// <summary>For hooks round a swap: it ran, and nothing undid it since. Guarded by the swap lock.</summary>
    internal bool HasRun { get; set; }

    /// <summary>Calls it; what it throws comes out as it is.</summary>
    /// <param name="level">For an object's hook: the type with its type arguments.</param>
    /// <param name="arguments">What it takes.</param>
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The patch brings the code.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "A process that takes patches compiles at run time.")]
    internal object? Call(Type? level, params object?[] arguments)
    {
        var called = Method.IsGenericMethodDefinition ? Method.MakeGenericMethod(level!.GenericTypeArguments) : Method;
        return called.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }
}

/// <summary>The numbers of a deployed type's state.</summary>
internal sealed record BoundShape(Type Type, int Deployed, int Number, bool IsLazy);
