namespace HotWeave;

/// <summary>
/// Makes every call of the method a safe point: the call goes to the current version of the code, also when the caller belongs
/// to the same type, and also when the method is private or small.
/// </summary>
/// <remarks>
/// Without it, calls within a swappable type reach the body of the caller's own version. Put it on the body of a loop that runs
/// for ever, so that each round runs the newest code. Read when the assembly is woven; at run time it does nothing.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class SafePointAttribute : Attribute
{
    /// <summary>Marks a method.</summary>
    /// <param name="enabled">
    /// True (the default): calls of the method are safe points. False is reserved for opting out of safe points that the weaver
    /// infers; this version of HotWeave infers none, so false equals no attribute.
    /// </param>
    public SafePointAttribute(bool enabled = true) => Enabled = enabled;

    /// <summary>Whether calls of the method are safe points.</summary>
    public bool Enabled { get; }
}
