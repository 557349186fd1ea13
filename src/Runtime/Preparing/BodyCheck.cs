using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using HotWeave.Diagnostics;
using HotWeave.Loading;

namespace HotWeave.Preparing;

/// <summary>Checks the bodies of a loaded patch before the compiler sees the first of them: what they name, and what they do with it.</summary>
internal sealed class BodyCheck(PatchImage image, Assembly assembly)
{
    private readonly Module _module = assembly.ManifestModule;
    private readonly TokenCheck _tokens = new(image, assembly.ManifestModule, new AccessRules(assembly));
    private readonly BodyFlow _flow = new(new PatchSignatures(image, assembly.ManifestModule));
    private readonly BodyCode _code = new();

    /// <returns>The method.</returns>
    /// <exception cref="SwapException">HW6107, HW6108, HW6110, HW6111.</exception>
    internal MethodBase Check(MethodDefinitionHandle handle)
    {
        var method = FindMethod(_module, handle);
        var definition = image.Metadata.GetMethodDefinition(handle);
        try
        {
            var body = image.Body(definition.RelativeVirtualAddress);
            _code.Read(body.GetILReader());
            _tokens.Check(method, body, _code);
            _flow.Check(method.MetadataToken, body, _code);
            return method;
        }
        catch (BadImageFormatException e)
        {
            throw SwapDiagnostics.MalformedImage.Refuse(e, $"the body of {MethodName.Of(method)}: {e.Message}");
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The module is the patch's own, which no trimmer has seen.")]
    private static MethodBase FindMethod(Module module, MethodDefinitionHandle handle)
    {
        try
        {
            return module.ResolveMethod(MetadataTokens.GetToken(handle)) ?? throw new BadImageFormatException();
        }
        catch (Exception e)
        {
            throw SwapDiagnostics.LoadFailed.Refuse(e, e.Message);
        }
    }
}
