using System.Runtime.CompilerServices;
using HotWeave;
using HotWeave.Confirming;
using HotWeave.Swapping;

/// <summary>
/// Where the .NET runtime enters HotWeave.Runtime before <c>Main</c>, when it is named as a startup hook: applies confirmed patches again.
/// The name and the missing namespace are the runtime's contract.
/// </summary>
internal static class StartupHook
{
    /// <summary>Does nothing unless a folder of confirmed patches is set. Never throws: an exception that leaves a startup hook ends the application.</summary>
    public static void Initialize()
    {
        Confirmation.IsReapplied = true;
        if (SwapSettings.Patches is not null)
            Reapply();
    }

    // Not inlined, so that a start without a folder compiles and loads nothing of it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Reapply()
    {
        try
        {
            HotSwap.ReapplyAsync().GetAwaiter().GetResult();
        }
        catch (SwapException e)
        {
            Console.Error.WriteLine("HotWeave: " + e.Message);
        }
    }
}
