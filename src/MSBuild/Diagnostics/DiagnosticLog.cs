using HotWeave.MSBuild.State;
using HotWeave.Weaver.Diagnostics;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace HotWeave.MSBuild.Diagnostics;

/// <summary>Shows HotWeave's messages in the build, with code, file and line; those without a place are shown at the project.</summary>
internal sealed class DiagnosticLog(TaskLoggingHelper log, string project)
{
    /// <summary>Shows a message. Facts stay at low verbosity unless the caller knows that they were asked for.</summary>
    public void Show(Diagnostic diagnostic, MessageImportance infoImportance = MessageImportance.Low)
    {
        var file = diagnostic.Location?.File ?? project;
        var line = diagnostic.Location?.Line ?? 0;
        var column = diagnostic.Location?.Column ?? 0;
        switch (diagnostic.Severity)
        {
            case DiagnosticSeverity.Error:
                log.LogError(null, diagnostic.Id, null, file, line, column, 0, 0, diagnostic.Message);
                break;
            case DiagnosticSeverity.Warning:
                log.LogWarning(null, diagnostic.Id, null, file, line, column, 0, 0, diagnostic.Message);
                break;
            default:
                ShowAsFact(diagnostic, infoImportance);
                break;
        }
    }

    /// <summary>Shows a message of any severity without a say in how the build ends.</summary>
    public void ShowAsFact(Diagnostic diagnostic, MessageImportance importance = MessageImportance.Low) => log.LogMessage(
        null, diagnostic.Id, null, diagnostic.Location?.File ?? project, diagnostic.Location?.Line ?? 0, diagnostic.Location?.Column ?? 0, 0, 0, importance, diagnostic.Message);

    /// <summary>Shows a warning of an earlier build again.</summary>
    public void Show(RememberedWarning warning) =>
        log.LogWarning(null, warning.Id, null, warning.File.Length == 0 ? project : warning.File, warning.Line, warning.Column, 0, 0, warning.Message);

    /// <summary>Shows a defect of HotWeave, with everything a report needs.</summary>
    public void Show(WeaverDefectException defect) =>
        log.LogError(null, WeaverDefectException.Id, null, project, 0, 0, 0, 0, defect.ToString());
}
