using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Raw;

/// <summary>
/// Whether two bodies are the same where they stand in their files: the same bytes, but for tokens, which name the same. What it calls the
/// same <see cref="BodyComparer"/> would call the
/// same; of all others, and of bodies that are not as in their files, <see cref="BodyComparer"/> is the judge.
/// </summary>
internal sealed class RawBodies(AssemblyMatch match)
{
    private readonly Dictionary<(RawModule Now, RawModule Then), TokenPairs> _tokens = [];

    public bool AreSame(MethodDefinition now, MethodDefinition then)
    {
        var modules = match.Pair.Raw;
        if (modules.Find(now.Module) is not { } nowModule || modules.Find(then.Module) is not { } thenModule
            || nowModule.BodyOf(now) is not { } nowBody || thenModule.BodyOf(then) is not { } thenBody)
            return false;
        return RawBodyComparison.AreSame(nowModule.Image.Bytes, nowBody, thenModule.Image.Bytes, thenBody, TokensOf(nowModule, thenModule));
    }

    private TokenPairs TokensOf(RawModule now, RawModule then)
    {
        if (!_tokens.TryGetValue((now, then), out var tokens))
            _tokens.Add((now, then), tokens = new MatchedTokens(now, then, match));
        return tokens;
    }
}
