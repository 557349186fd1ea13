using System.Runtime.CompilerServices;
using HotWeave.Confirming;
using HotWeave.Starting;
using HotWeave.Trust;

/// <summary>
/// Where the .NET runtime enters HotWeave.Runtime before <c>Main</c>, when it is named as a startup hook: applies confirmed patches again.
/// The name and the missing namespace are the runtime's contract.
/// </summary>
internal static class StartupHook
{
    /// <summary>Does nothing unless a folder of confirmed patches is set. Never throws: an exception that leaves a startup hook ends the application.</summary>
    public static void Initialize()
    {
        try
        {
            Confirmation.IsReapplied = true;
            Start();
        }
        catch (Exception e)
        {
            Say(e);
        }
    }

    // Not inlined, so that a start without a folder compiles and loads nothing of it, and what is missing is missed inside the try block.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start()
    {
        if (TrustSettings.IsSet)
            ReadTrust();
        if (PatchFolder.Find() is { } folder)
            Apply(folder);
    }

    // Now, so that what is written later to the files that it names is for the next start.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReadTrust() => _ = TrustSettings.Policy;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Apply(PatchFolder folder) => ConfirmedStart.Run(folder);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Say(Exception failure)
    {
        try
        {
            Console.Error.WriteLine("HotWeave: confirmed patches are not in force, and the deployed build runs: " + failure.Message);
        }
        catch (Exception)
        {
            // Nobody listens.
        }
    }
}
