using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Raw;

/// <summary>
/// What code names that may be the compiler's making, in the order of its instructions. Where bodies stand in their images, all that is not
/// stays there.
/// </summary>
internal sealed class GeneratedMentions(RawModules modules)
{
    private readonly Dictionary<RawModule, GeneratedTokens> _tokens = [];

    /// <summary>Whether <see cref="In"/> may find anything.</summary>
    public bool MayBeIn(MethodDefinition method)
    {
        if (!method.HasBody)
            return false;
        if (RawBodyOf(method) is not var (module, body))
            return true;
        var tokens = TokensOf(module);
        for (var code = new RawCode(module.Image.Bytes, body); code.Advance();)
        {
            if (code.Operand == RawOperand.Member && tokens.MayBeGenerated(code.Token))
                return true;
        }

        return false;
    }

    /// <summary>What a body names, each with the path under which generated code is named that it leads to.</summary>
    public IEnumerable<(MemberReference Member, string Path)> In(MethodDefinition method, string path)
    {
        // In constructors the path depends on instructions around the name.
        if (!method.IsConstructor && RawBodyOf(method) is var (module, body))
        {
            var tokens = TokensOf(module);
            for (var code = new RawCode(module.Image.Bytes, body); code.Advance();)
            {
                if (code.Operand == RawOperand.Member && tokens.MayBeGenerated(code.Token))
                    yield return (tokens.Find(code.Token), path);
            }

            yield break;
        }

        foreach (var (instruction, place) in MayBeIn(method) ? InitialiserPaths.FindIn(method, path) : [])
        {
            if (instruction.Operand is MemberReference member)
                yield return (member, place);
        }
    }

    private (RawModule Module, RawBody Body)? RawBodyOf(MethodDefinition method) =>
        modules.Find(method.Module) is { } module && module.BodyOf(method) is { } body ? (module, body) : null;

    private GeneratedTokens TokensOf(RawModule module)
    {
        if (!_tokens.TryGetValue(module, out var tokens))
            _tokens.Add(module, tokens = new GeneratedTokens(module));
        return tokens;
    }
}
