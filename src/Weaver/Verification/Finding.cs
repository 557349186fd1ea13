namespace HotWeave.Weaver.Verification;

/// <summary>A body that breaks a rule of ECMA-335 partition III.</summary>
/// <param name="Method">The method's readable name.</param>
/// <param name="Offset">Where in the body the instruction is.</param>
/// <param name="Instruction">The instruction's name.</param>
/// <param name="Expected">What the rule asks for.</param>
/// <param name="Found">What the body has.</param>
internal sealed record Finding(string Method, int Offset, string Instruction, string Expected, string Found)
{
    /// <summary>
    /// Whether another body, that this one is a copy of, has the same: bodies move to other types and offsets, and types get other names.
    /// </summary>
    public bool IsSameAs(Finding other) =>
        Instruction == other.Instruction && ((Expected == other.Expected && Found == other.Found) || SimpleName == other.SimpleName);

    private string SimpleName
    {
        get
        {
            var end = Method.IndexOf('(');
            var start = Method.LastIndexOf('.', end) + 1;
            return Method.Substring(start, end - start);
        }
    }

    public override string ToString() => $"{Method}, IL_{Offset:x4} {Instruction}: expected {Expected}, found {Found}";
}
