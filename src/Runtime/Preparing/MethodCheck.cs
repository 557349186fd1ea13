using System.Reflection;
using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using HotWeave.Diagnostics;
using HotWeave.Loading;

namespace HotWeave.Preparing;

/// <summary>Checks and compiles every method of a loaded patch, so that nothing of it can fail for what it is once it is current.</summary>
internal static class MethodCheck
{
    /// <exception cref="SwapException">HW6107, HW6108, HW6110 to HW6112.</exception>
    internal static void CheckAll(IReadOnlyList<(PatchImage Image, Assembly Assembly)> patch, Action? progressed, CancellationToken cancellationToken)
    {
        // All bodies, before the first is compiled: the compiler makes bodies a part of those that call them.
        var methods = new List<MethodBase>();
        foreach (var (image, assembly) in patch)
        {
            var bodies = new BodyCheck(image, assembly);
            ForEach(ListBodies(image), m => methods.Add(bodies.Check(m)));
        }

        ForEach(methods, Compile);
        foreach (var (image, assembly) in patch)
            ForEach(GenericCheck.FindNamed(image, assembly.ManifestModule), static m => Compile(m.Method, () => GenericCheck.Compile(m.Method, m.Arguments)));

        void ForEach<T>(IEnumerable<T> all, Action<T> run)
        {
            foreach (var one in all)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progressed?.Invoke();
                run(one);
            }
        }
    }

    private static IEnumerable<MethodDefinitionHandle> ListBodies(PatchImage image) =>
        image.Metadata.MethodDefinitions.Where(h => image.Metadata.GetMethodDefinition(h).RelativeVirtualAddress != 0);

    /// <summary>Compiles the body of a method; of a generic one, as all classes share it.</summary>
    /// <exception cref="SwapException">HW6112.</exception>
    internal static void Compile(MethodBase method) => Compile(method, () =>
    {
        if (method.ContainsGenericParameters)
        {
            GenericCheck.CompileShared(method);
            return;
        }

        VirtualMethods.GiveAddress(method);
        RuntimeHelpers.PrepareMethod(method.MethodHandle);
    });

    private static void Compile(MethodBase method, Action compile)
    {
        try
        {
            compile();
        }
        catch (Exception e)
        {
            throw SwapDiagnostics.NotCompiled.Refuse(e, MethodName.Of(method), e.Message);
        }
    }
}
