namespace HotWeave.Fuzz.Running;

/// <summary>How one command ended.</summary>
/// <param name="Case">The case.</param>
/// <param name="Number">The number of the input, which makes it again.</param>
/// <param name="Result">The exit code, or one of the words below.</param>
/// <param name="Milliseconds">Its processor time.</param>
/// <param name="Megabytes">What it allocated.</param>
/// <param name="Detail">The codes of its messages, or what went wrong.</param>
internal sealed record Outcome(string Case, int Number, string Result, int Milliseconds, int Megabytes, string Detail)
{
    /// <summary>It took longer than it may.</summary>
    public const string Slow = "slow";

    /// <summary>It asked for more memory than it may.</summary>
    public const string Big = "big";

    /// <summary>The process ended.</summary>
    public const string Died = "died";

    /// <summary>It wrote or deleted outside its folder.</summary>
    public const string Outside = "outside";

    /// <summary>Whether it ended as every command has to, whatever it is given.</summary>
    public bool IsGood => Result is "0" or "1" or "2";

    /// <summary>As a line.</summary>
    public string ToLine() => string.Join('\t', Case, Number, Result, Milliseconds, Megabytes, Detail.ReplaceLineEndings(" | ").Replace('\t', ' '));

    /// <summary>From a line; null where it is none.</summary>
    public static Outcome? Parse(string line) =>
        line.Split('\t') is [var name, var number, var result, var milliseconds, var megabytes, var detail]
            ? new Outcome(name, int.Parse(number, null), result, int.Parse(milliseconds, null), int.Parse(megabytes, null), detail)
            : null;
}
