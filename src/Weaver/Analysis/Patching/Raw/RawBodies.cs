using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Raw;

/// <summary>
/// Whether two bodies are the same where they stand in their files: the same bytes, but for tokens, which name the same. What it calls the same <see cref="BodyComparer"/> would call the
/// same; of all others, and of bodies that are not as in their files, <see cref="BodyComparer"/> is the judge.
/// </summary>
internal sealed class RawBodies(AssemblyMatch match)
{
    private readonly Dictionary<(RawModule Now, RawModule Then), TokenPairs> _tokens = [];

    public bool AreSame(MethodDefinition now, MethodDefinition then)
    {
        var modules = match.Pair.Raw;
        if (modules.Of(now.Module) is not { } nowModule || modules.Of(then.Module) is not { } thenModule
            || nowModule.BodyOf(now) is not { } nowBody || thenModule.BodyOf(then) is not { } thenBody)
            return false;
        return AreSame(nowModule.Image.Bytes, nowBody, thenModule.Image.Bytes, thenBody, TokensOf(nowModule, thenModule));
    }

    /// <summary>Whether two bodies are the same but for tokens, which name the same.</summary>
    public static bool AreSame(byte[] now, RawBody nowBody, byte[] then, RawBody thenBody, TokenPairs tokens) =>
        nowBody.Size == thenBody.Size && nowBody.InitLocals == thenBody.InitLocals
        && tokens.AreSameVariables(nowBody.Locals, thenBody.Locals)
        && AreSameInstructions(now, nowBody, then, thenBody, tokens)
        && AreSameHandlers(now, nowBody, then, thenBody, tokens);

    private TokenPairs TokensOf(RawModule now, RawModule then)
    {
        if (!_tokens.TryGetValue((now, then), out var tokens))
            _tokens.Add((now, then), tokens = new MatchedTokens(now, then, match));
        return tokens;
    }

    // Where all instructions before are the same, so are the places of both.
    private static bool AreSameInstructions(byte[] now, RawBody nowBody, byte[] then, RawBody thenBody, TokenPairs tokens)
    {
        var distance = thenBody.Code - nowBody.Code;
        for (var code = new RawCode(now, nowBody); code.Advance();)
        {
            var at = code.At;
            if (now[at] != then[at + distance])
                return false;
            if (code.Next == at + 1)
                continue;
            var isToken = code.Operand is RawOperand.Member or RawOperand.Text or RawOperand.Signature;
            var end = isToken ? code.OperandAt : code.Next;
            for (at++; at < end; at++)
            {
                if (now[at] != then[at + distance])
                    return false;
            }

            if (isToken && !tokens.AreSame(code.Token, BitConverter.ToInt32(then, at + distance)))
                return false;
        }

        return true;
    }

    private static bool AreSameHandlers(byte[] now, RawBody nowBody, byte[] then, RawBody thenBody, TokenPairs tokens)
    {
        if (!nowBody.HasSections && !thenBody.HasSections)
            return true;
        var (a, b) = (RawHandler.Of(now, nowBody), RawHandler.Of(then, thenBody));
        if (a.Count != b.Count)
            return false;
        for (var i = 0; i < a.Count; i++)
        {
            // A finally block has an operand that means nothing.
            if (a[i] with { Operand = 0 } != b[i] with { Operand = 0 })
                return false;
            if (a[i].Kind == RawHandler.Filter && a[i].Operand != b[i].Operand)
                return false;
            if (a[i].Kind == RawHandler.Catch && !tokens.AreSame(a[i].Operand, b[i].Operand))
                return false;
        }

        return true;
    }
}
