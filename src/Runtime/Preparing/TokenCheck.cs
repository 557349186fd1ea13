using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using HotWeave.Diagnostics;
using HotWeave.Loading;

namespace HotWeave.Preparing;

/// <summary>
/// Resolves every token that any body of the patch uses, in that body's own generic context, and asks whether it may be used
/// there. After this no call of patched code can miss a member or be denied one, generic code included, which cannot be compiled
/// ahead.
/// </summary>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "That a token does not resolve is what this class is here to find; the patch is refused then.")]
internal sealed class TokenCheck(PatchImage image, Module module, AccessRules access)
{
    // What resolved and may be used from anywhere in the patch. The same token can mean something else in another generic context.
    private readonly HashSet<(int Token, int Context)> _settled = [];

    /// <exception cref="SwapException">HW6107, HW6110, HW6111.</exception>
    internal void Check(MethodBase method, MethodBodyBlock body, BodyCode code)
    {
        var context = GenericContext.Of(method);
        for (var i = 0; i < code.Count; i++)
        {
            if (code[i] is { HasToken: true } instruction)
                Check(method, context, new ILToken(instruction.Offset, instruction.Operand));
        }

        foreach (var region in body.ExceptionRegions)
        {
            if (!region.CatchType.IsNil)
                Check(method, context, new ILToken(region.HandlerOffset, MetadataTokens.GetToken(region.CatchType)));
        }

        if (!body.LocalSignature.IsNil)
            CheckSignature(method, context, new ILToken(0, MetadataTokens.GetToken(body.LocalSignature)));
    }

    private void Check(MethodBase method, GenericContext context, ILToken token)
    {
        if (token.Token >> 24 == 0x11)
        {
            CheckSignature(method, context, token);
            return;
        }

        if (_settled.Contains((token.Token, context.Key)))
            return;
        if (Resolve(method, context, token) is { } member)
        {
            if (access.Problem(member, method.DeclaringType) is { } problem)
                throw SwapDiagnostics.Inaccessible.Refuse(MethodName.Of(method), MethodName.Of(member), token.Offset, problem);
            if (access.Problem(member, null) is not null)
                return; // this caller may use it, another may not
        }

        _settled.Add((token.Token, context.Key));
    }

    private void CheckSignature(MethodBase method, GenericContext context, ILToken token)
    {
        if (!_settled.Add((token.Token, context.Key)))
            return;
        try
        {
            var handle = MetadataTokens.StandaloneSignatureHandle(token.Token & 0xFFFFFF);
            foreach (var type in SignatureTypes.Of(image.Metadata, handle))
                Resolve(method, context, token with { Token = type });
        }
        catch (BadImageFormatException e)
        {
            throw SwapDiagnostics.Unresolved.Refuse(e, MethodName.Of(method), TokenName.Of(image.Metadata, token.Token), token.Offset, e.Message);
        }
    }

    private MemberInfo? Resolve(MethodBase method, GenericContext context, ILToken token)
    {
        try
        {
            switch (token.Token >> 24)
            {
                case 0x01 or 0x02 or 0x1B:
                    return module.ResolveType(token.Token, context.TypeArguments, context.MethodArguments);
                case 0x70:
                    module.ResolveString(token.Token);
                    return null;
                default:
                    return module.ResolveMember(token.Token, context.TypeArguments, context.MethodArguments);
            }
        }
        catch (Exception e)
        {
            throw SwapDiagnostics.Unresolved.Refuse(e, MethodName.Of(method), TokenName.Of(image.Metadata, token.Token), token.Offset, e.Message);
        }
    }
}
