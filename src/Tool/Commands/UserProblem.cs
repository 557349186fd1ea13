using HotWeave.Tool.Diagnostics;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Reading;

namespace HotWeave.Tool.Commands;

/// <summary>Tells what machines and files refuse from defects of ours, wherever in a command it shows.</summary>
internal static class UserProblem
{
    /// <summary>What to say of a failure; null where it is a defect.</summary>
    public static Diagnostic? Find(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is OutOfMemoryException)
                return UseDiagnostics.TooMuchMemory.With(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20, e.Message);
        }

        return failure switch
        {
            BadImageFormatException { FileName: { } file } => ReadingDiagnostics.Damaged.With(file, failure.Message),
            IOException or UnauthorizedAccessException => UseDiagnostics.FileProblem.With(failure.Message),
            _ => null,
        };
    }
}
