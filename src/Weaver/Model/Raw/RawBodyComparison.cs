namespace HotWeave.Weaver.Model.Raw;

/// <summary>Compares bodies of two files: the same bytes, but for tokens, which name the same.</summary>
internal static class RawBodyComparison
{
    /// <summary>Whether two bodies are the same but for tokens, which name the same.</summary>
    public static bool AreSame(byte[] now, RawBody nowBody, byte[] then, RawBody thenBody, TokenPairs tokens) =>
        nowBody.Size == thenBody.Size && nowBody.InitLocals == thenBody.InitLocals
        && tokens.AreSameVariables(nowBody.Locals, thenBody.Locals)
        && AreSameInstructions(now, nowBody, then, thenBody, tokens)
        && AreSameHandlers(now, nowBody, then, thenBody, tokens);

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
        var (a, b) = (RawHandler.ReadAll(now, nowBody), RawHandler.ReadAll(then, thenBody));
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
