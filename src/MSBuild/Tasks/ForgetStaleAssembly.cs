using HotWeave.MSBuild.State;
using Microsoft.Build.Framework;

namespace HotWeave.MSBuild.Tasks;

/// <summary>
/// Runs before the compiler: throws away an assembly in <c>obj</c> that no finished weaving with the current settings vouches for,
/// so that the compiler makes it anew. See <see cref="WeavingState"/> for the rule.
/// </summary>
public sealed class ForgetStaleAssembly : SettingsTask
{
    private protected override void Run(WeavingSettings settings)
    {
        if (!File.Exists(Assembly) || WeavingState.Read(StateFile)?.VouchesFor(Assembly, settings) == true)
            return;
        Log.LogMessage(MessageImportance.Low, "HotWeave: '{0}' is not what was woven last with these settings; it is compiled again.", Assembly);
        // The state goes last: while it exists, an interrupted build knows that the assembly may be woven.
        File.Delete(Assembly);
        File.Delete(StateFile);
    }
}
