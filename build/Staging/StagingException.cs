namespace HotWeave.Staging;

/// <summary>A step of the staging did not do what it must; the message says which, and what was seen.</summary>
public sealed class StagingException : Exception
{
    /// <summary>With the message to show.</summary>
    public StagingException(string message)
        : base(message)
    {
    }

    /// <summary>Throws unless the condition holds.</summary>
    public static void Unless(bool condition, string message)
    {
        if (!condition)
            throw new StagingException(message);
    }
}
