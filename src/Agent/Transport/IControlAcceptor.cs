namespace HotWeave.Control.Transport;

/// <summary>Takes connections from the user who runs this process, and from nobody else. Used by one thread.</summary>
internal interface IControlAcceptor : IDisposable
{
    /// <summary>Waits for the next connection.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <returns>The connection; null when none came in time.</returns>
    Stream? Accept(TimeSpan patience);

    /// <summary>Whether callers can still find it: a cleaner of temporary folders may have taken the socket file.</summary>
    bool IsReachable { get; }

    /// <summary>Takes away what callers find the listener by. Returns at once, and never throws: it is called as the process ends.</summary>
    void Withdraw();
}
