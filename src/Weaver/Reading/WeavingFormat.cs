using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;

namespace HotWeave.Weaver.Reading;

/// <summary>
/// Refuses what another version of HotWeave wove: its stubs may have shapes that this one does not know, and a guess at them would make
/// patches that are wrong.
/// </summary>
internal static class WeavingFormat
{
    /// <summary>Whether a woven assembly has this version's format; reports where it has another.</summary>
    /// <param name="mark">What the assembly says of itself.</param>
    /// <param name="name">The assembly, for people: a path, where it has one.</param>
    /// <param name="sink">Where the refusal goes.</param>
    public static bool IsKnown(BaselineMark mark, string name, DiagnosticSink sink)
    {
        if (mark.Format == BaselineMark.CurrentFormat)
            return true;
        sink.Report(ReadingDiagnostics.OtherWeavingFormat.With(name, mark.Format, BaselineMark.CurrentFormat));
        return false;
    }

    /// <summary>The same for an assembly that may not be woven, which is as good.</summary>
    public static bool IsKnown(ModuleImage image, DiagnosticSink sink) =>
        BaselineMark.Read(image.Module.Assembly) is not { } mark || IsKnown(mark, image.Path, sink);
}
