using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.CompilerServices;
using HotWeave.Diagnostics;
using HotWeave.Loading;

namespace HotWeave.Preparing;

/// <summary>Checks and compiles every method of a loaded patch, so that nothing of it can fail for what it is once it is current.</summary>
internal static class MethodCheck
{
    /// <exception cref="SwapException">HW6107, HW6110 to HW6112.</exception>
    internal static void CheckAll(PatchImage image, Assembly assembly, Action? progressed, CancellationToken cancellationToken)
    {
        var tokens = new TokenCheck(image, assembly.ManifestModule, new AccessRules(assembly));
        foreach (var handle in image.Metadata.MethodDefinitions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progressed?.Invoke();
            var definition = image.Metadata.GetMethodDefinition(handle);
            if (definition.RelativeVirtualAddress != 0)
                Check(tokens, Method(assembly.ManifestModule, handle), definition);
        }

        foreach (var (method, arguments) in GenericCheck.FindNamed(image, assembly.ManifestModule))
        {
            cancellationToken.ThrowIfCancellationRequested();
            progressed?.Invoke();
            Compile(method, () => GenericCheck.Compile(method, arguments));
        }
    }

    private static void Check(TokenCheck tokens, MethodBase method, MethodDefinition definition)
    {
        try
        {
            tokens.Check(method, definition);
        }
        catch (BadImageFormatException e)
        {
            throw SwapDiagnostics.MalformedImage.Refuse(e, $"the body of {MethodName.Of(method)}: {e.Message}");
        }

        Compile(method, () => CompileAlone(method));
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The module is the patch's own, which no trimmer has seen.")]
    private static MethodBase Method(Module module, MethodDefinitionHandle handle)
    {
        var token = MetadataTokens.GetToken(handle);
        try
        {
            return module.ResolveMethod(token) ?? throw new BadImageFormatException();
        }
        catch (Exception e)
        {
            throw SwapDiagnostics.LoadFailed.Refuse(e, e.Message);
        }
    }

    private static void CompileAlone(MethodBase method)
    {
        if (method.ContainsGenericParameters)
            GenericCheck.CompileShared(method);
        else
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
    }

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
