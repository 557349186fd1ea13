namespace HotWeave.Fleet.Contract;

/// <summary>Something that was asked of a fleet cannot be done.</summary>
/// <param name="code">The diagnostic's id.</param>
/// <param name="message">What, where, and what to do.</param>
/// <param name="cause">The cause, or null.</param>
internal sealed class FleetException(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>The diagnostic's id, such as <c>HW8402</c>.</summary>
    public string Code { get; } = code;
}
