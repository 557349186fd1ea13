using HotWeave.MSBuild.Diagnostics;
using HotWeave.Weaver.Diagnostics;
using Microsoft.Build.Framework;
using BuildTask = Microsoft.Build.Utilities.Task;

namespace HotWeave.MSBuild.Tasks;

/// <summary>The edge between HotWeave and the build: whatever happens inside becomes a coded message.</summary>
public abstract class HotWeaveTask : BuildTask
{
    /// <summary>The project that is built; messages without a source line are shown at it.</summary>
    [Required]
    public string Project { get; set; } = "";

    private protected DiagnosticLog Messages => new(Log, Project);

    /// <inheritdoc/>
    public sealed override bool Execute()
    {
        try
        {
            Run();
        }
        catch (WeaverDefectException defect)
        {
            Messages.Show(defect);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Messages.Show(BuildDiagnostics.FileUnusable.With(exception.Message));
        }
        catch (Exception exception)
        {
            Messages.Show(new WeaverDefectException($"The task {GetType().Name} failed", exception));
        }

        return !Log.HasLoggedErrors;
    }

    /// <summary>Does the work; problems of the user are logged, not thrown.</summary>
    protected abstract void Run();
}
