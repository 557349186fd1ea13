using System.Reflection;
using System.Runtime.CompilerServices;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>Has every method of an assembly compiled; generic ones over <c>object</c> and over <c>int</c>, where the constraints allow.</summary>
public static class JitSweep
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Compiles all and returns how many, with the methods that could not be compiled and why.</summary>
    public static (int Compiled, IReadOnlyList<string> Failures) Run(Assembly assembly)
    {
        var compiled = 0;
        var failures = new List<string>();
        foreach (var type in assembly.GetTypes())
        {
            foreach (var method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
            {
                if (method.IsAbstract || method.GetMethodBody() is null)
                    continue;
                foreach (var argument in NeedsArguments(method) ? [typeof(object), typeof(int)] : new[] { typeof(object) })
                {
                    if (Prepare(method, argument) is { } failure)
                        failures.Add($"{type.FullName}.{method}: {failure}");
                    else
                        compiled++;
                }
            }
        }

        return (compiled, failures);
    }

    private static bool NeedsArguments(MethodBase method) => method.DeclaringType!.ContainsGenericParameters || method.ContainsGenericParameters;

    private static string? Prepare(MethodBase method, Type argument)
    {
        try
        {
            var typeArguments = Fill(method.DeclaringType!.GetGenericArguments(), argument);
            var methodArguments = method.IsGenericMethodDefinition ? Fill(method.GetGenericArguments(), argument) : [];
            if (typeArguments is null || methodArguments is null)
                return null;
            if (typeArguments.Length > 0)
                _ = method.DeclaringType.MakeGenericType(typeArguments);
            if (methodArguments.Length > 0)
                _ = ((MethodInfo)method).MakeGenericMethod(methodArguments);
            RuntimeHelpers.PrepareMethod(method.MethodHandle, [.. typeArguments.Concat(methodArguments).Select(a => a.TypeHandle)]);
            return null;
        }
        catch (ArgumentException e) when (e.InnerException is System.Security.VerificationException or TypeLoadException || e.Message.Contains("violates the constraint", StringComparison.Ordinal))
        {
            return null; // this argument does not meet the constraints; the other may
        }
        catch (Exception e)
        {
            return e.GetType().Name + ": " + e.Message;
        }
    }

    private static Type[]? Fill(Type[] parameters, Type argument) => Array.ConvertAll(parameters, _ => argument);
}
