using System.Runtime.CompilerServices;
using HotWeave.Control;

/// <summary>
/// Where the .NET runtime enters the agent: it loads the assembly at the operator's request and calls <see cref="Initialize"/>. The name and
/// the missing namespace are the runtime's contract.
/// </summary>
internal static class StartupHook
{
    /// <summary>
    /// Starts the control listener, or finds it running. Returns at once and never throws: an exception that leaves a startup hook ends
    /// the application.
    /// </summary>
    public static void Initialize()
    {
        try
        {
            Start();
        }
        catch (Exception e)
        {
            FailureNote.TryWrite(e);
        }
    }

    // Not inlined: types that trimming took from the application fail when a method that names them is compiled, and that must happen
    // inside the try block.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start() => AgentHost.Start();
}
