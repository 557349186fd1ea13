namespace HotWeave.Patches.Format;

/// <summary>The bytes are no intact patch file; the message completes the sentence "… is not a patch: ". Shown under HW6101.</summary>
internal sealed class InvalidPatchFileException : Exception
{
    public InvalidPatchFileException()
        : this("it is damaged")
    {
    }

    public InvalidPatchFileException(string message)
        : base(message)
    {
    }

    public InvalidPatchFileException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
