namespace HotWeave;

/// <summary>
/// Makes every call of the method a safe point: the call goes to the current version of the code, also when the caller belongs
/// to the same type, and also when the method is private or small.
/// </summary>
/// <remarks>
/// Without it, calls within a swappable type reach the body of the caller's own version. Put it on the body of a loop that runs
/// for ever, so that each round runs the newest code; weaving finds most such loops by itself. Read when the assembly is woven; at
/// run time it does nothing. See <c>docs/units-of-work.md</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class SafePointAttribute : Attribute
{
    /// <summary>Marks a method.</summary>
    /// <param name="enabled">
    /// True (the default): calls of the method are safe points. False opts out of safe points that the weaver infers: calls of the
    /// method are none because of a waiting loop, and a waiting loop in the method makes none.
    /// </param>
    public SafePointAttribute(bool enabled = true) => Enabled = enabled;

    /// <summary>Whether calls of the method are safe points.</summary>
    public bool Enabled { get; }
}
