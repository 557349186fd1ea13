using System.Diagnostics.Tracing;

namespace HotWeave.Telemetry;

/// <summary>The event source <c>HotWeave</c>, for <c>dotnet-trace</c> and its like. Made when the first operation runs.</summary>
[EventSource(Name = "HotWeave")]
internal sealed class SwapEventSource : EventSource
{
    internal static readonly SwapEventSource Log = new();

    private SwapEventSource()
    {
    }

    [Event(1, Level = EventLevel.Informational, Message = "Patch {0} is prepared; types: {1}.")]
    public void Prepared(string patch, int types) => WriteEvent(1, patch, types);

    [Event(2, Level = EventLevel.Informational, Message = "Version {1} is current; it was {0}. Types changed: {2}.")]
    public void Turned(int from, int to, int types) => WriteEvent(2, from, to, types);

    [Event(3, Level = EventLevel.Error, Message = "{0} failed with {1}: {2}")]
    public void Failed(string operation, string code, string message) => WriteEvent(3, operation, code, message);

    [Event(4, Level = EventLevel.Warning, Message = "{0}")]
    public void Warned(string warning) => WriteEvent(4, warning);

    [Event(6, Level = EventLevel.Informational, Message = "The trial of version {0}: {1}. {2}")]
    public void Judged(int version, string verdict, string reason) => WriteEvent(6, version, verdict, reason);

    [Event(7, Level = EventLevel.Informational, Message = "{0}: {1}. {2}")]
    public void Audited(string operation, string outcome, string record) => WriteEvent(7, operation, outcome, record);

    [Event(5, Level = EventLevel.Informational, Message = "Version {0} is let go of; its code unloads when nothing holds it.")]
    public void LetGo(int version) => WriteEvent(5, version);
}
