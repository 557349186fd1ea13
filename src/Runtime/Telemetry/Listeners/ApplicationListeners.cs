using HotWeave.Diagnostics;
using HotWeave.Guarding;

namespace HotWeave.Telemetry.Listeners;

/// <summary>
/// Reports to the application's own listeners of metrics and activities. .NET calls them on the thread that reports; what one throws is an event of the HotWeave
/// event source, and the operation goes on.
/// </summary>
internal static class ApplicationListeners
{
    private static readonly Guard s_guard = new(static (what, failure) =>
        SwapEventSource.Log.Warned(SwapDiagnostics.ListenerFailed.Warn(what, failure.GetType().Name, failure.Message)));

    /// <summary>Does what listeners hear of.</summary>
    /// <param name="what">What they listen to.</param>
    /// <param name="report">Called here and now.</param>
    internal static void Tell(string what, Action report) => s_guard.Run(what, report);

    /// <summary>Makes what listeners hear of.</summary>
    /// <returns>Null where one threw: .NET makes nothing then.</returns>
    internal static T? TryMake<T>(string what, Func<T> make)
        where T : class
    {
        T? made = null;
        Tell(what, () => made = make());
        return made;
    }
}
