namespace HotWeave.Fuzz.Running;

/// <summary>What one command may take, whatever it is given.</summary>
internal static class Limits
{
    /// <summary>Its longest time. In a process that does one command after the other it is the processor's time, since other programs run beside it.</summary>
    public static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(10);

    /// <summary>Its memory.</summary>
    public const long Memory = 1L << 30;
}
