using HotWeave.MSBuild.Diagnostics;
using HotWeave.MSBuild.State;

namespace HotWeave.MSBuild.Tasks;

/// <summary>Runs where an earlier build's output is published without building: refuses an assembly that no finished weaving vouches for.</summary>
public sealed class VerifyWovenAssembly : SettingsTask
{
    private protected override void Run(WeavingSettings settings)
    {
        if (WeavingState.Read(StateFile)?.VouchesFor(Assembly, settings) != true)
            Messages.Show(BuildDiagnostics.NotWhatWasWoven.With(Assembly));
    }
}
