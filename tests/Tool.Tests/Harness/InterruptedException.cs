namespace HotWeave.Tool.Tests.Harness;

/// <summary>Stands for the end of the tool's process: nothing in the product knows it, so nothing cleans up.</summary>
public sealed class InterruptedException : Exception
{
    public InterruptedException()
        : this("interrupted")
    {
    }

    public InterruptedException(string message)
        : base(message)
    {
    }

    public InterruptedException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>A step hook that interrupts at the n-th step, counted from 0.</summary>
    public static Action<string> At(int step)
    {
        var next = 0;
        return name =>
        {
            if (next++ == step)
                throw new InterruptedException(name);
        };
    }
}
