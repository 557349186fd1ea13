using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Weaver;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Writing.Stubs;

namespace HotWeave.Tool.Comparing;

/// <summary>Writes a project for the fields that a patch was refused for.</summary>
internal static class StubProject
{
    private const string Runtime = "HotWeave.Runtime.dll";

    /// <summary>Writes it into a folder, which has none yet.</summary>
    /// <param name="folder">The folder; made where there is none.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="request">What was compared.</param>
    /// <exception cref="RefusedException">HW7090.</exception>
    public static void Write(string folder, IReadOnlyList<UnsetField> fields, PatchRequest request)
    {
        var (project, source) = (Path.Combine(folder, "Migrations.csproj"), Path.Combine(folder, "Migrations.cs"));
        if (File.Exists(project) || File.Exists(source))
            throw new RefusedException(UseDiagnostics.StubNotWritten.With(folder, "a project of that kind stands there already"));
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(source, MigrationStub.WriteSource(fields));
            File.WriteAllText(project, MigrationStub.WriteProject($"net{Environment.Version.Major}.0", [.. FindReferences(request)]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(UseDiagnostics.StubNotWritten.With(folder, e.Message));
        }
    }

    // What an assembly refers to lies beside it. The attributes are those of the weaver that reads them.
    private static IEnumerable<string> FindReferences(PatchRequest request) =>
        Directory.GetFiles(FolderOf(request.NewPath), "*.dll")
            .Where(static f => Path.GetFileName(f) != Runtime && HasCode(f))
            .Order(StringComparer.Ordinal)
            .Append(Companion.Runtime);

    private static bool HasCode(string file) =>
        PortableExecutableHeaders.Classify(InputFile.ReadAllBytes(file)) is ImageKind.ILOnly or ImageKind.ReadyToRun;

    private static string FolderOf(string path) => Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
}
