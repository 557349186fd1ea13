using System.Text.Json;
using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Developing;

/// <summary>What MSBuild says of a project. Immutable.</summary>
/// <param name="Path">The project file.</param>
/// <param name="TargetPath">The assembly that a build leaves.</param>
/// <param name="WorkingDirectory">Where the program runs; empty for the current folder.</param>
/// <param name="AssetsPath">The file of the last restore, which lists the projects that it refers to.</param>
/// <param name="OutputFolders">Folders that builds write to.</param>
/// <param name="IsSelfContained">Whether the program brings its runtime along.</param>
internal sealed record ProjectFacts(
    string Path,
    string TargetPath,
    string WorkingDirectory,
    string AssetsPath,
    IReadOnlyList<string> OutputFolders,
    bool IsSelfContained)
{
    private const string Properties =
        "TargetPath,OutputType,TargetFramework,TargetFrameworks,RunWorkingDirectory,ProjectAssetsFile,"
        + "BaseIntermediateOutputPath,BaseOutputPath,SelfContained,IsTestProject";

    /// <summary>The project's name, by which messages call it.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The folder that a build leaves the program in.</summary>
    public string OutputFolder => System.IO.Path.GetDirectoryName(TargetPath)!;

    /// <summary>Reads a project that can be run.</summary>
    /// <exception cref="RefusedException">HW7161 to HW7163: it cannot be read, is no program, or has several frameworks.</exception>
    public static ProjectFacts Read(string path, DevRequest request)
    {
        var values = Evaluate(path, request);
        if (values["TargetFramework"].Length == 0)
            throw new RefusedException(DevDiagnostics.SeveralFrameworks.With(path, values["TargetFrameworks"]));
        if (!IsProgram(values))
            throw new RefusedException(DevDiagnostics.NoProgram.With(path));
        var folder = System.IO.Path.GetDirectoryName(path)!;
        return new ProjectFacts(
            path,
            System.IO.Path.GetFullPath(values["TargetPath"], folder),
            values["RunWorkingDirectory"],
            values["ProjectAssetsFile"],
            [System.IO.Path.GetFullPath(values["BaseIntermediateOutputPath"], folder), System.IO.Path.GetFullPath(values["BaseOutputPath"], folder)],
            string.Equals(values["SelfContained"], "true", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a project is a program that somebody would start: no library, no tests.</summary>
    /// <exception cref="RefusedException">HW7161: it cannot be read.</exception>
    public static bool IsRunnable(string path, DevRequest request) =>
        Evaluate(path, request) is var values && IsProgram(values) && !string.Equals(values["IsTestProject"], "true", StringComparison.OrdinalIgnoreCase);

    private static bool IsProgram(Dictionary<string, string> values) => values["OutputType"].EndsWith("exe", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Evaluate(string path, DevRequest request)
    {
        List<string> arguments = ["msbuild", path, "-nologo", "-p:Configuration=" + request.Configuration, "-getProperty:" + Properties];
        if (request.Framework is { } framework)
            arguments.Add("-p:TargetFramework=" + framework);
        var run = DotnetCommand.Run([.. arguments]);
        try
        {
            return JsonDocument.Parse(string.Join('\n', run.Lines)).RootElement.GetProperty("Properties").EnumerateObject()
                .ToDictionary(static p => p.Name, static p => p.Value.GetString() ?? "");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            throw new RefusedException(DevDiagnostics.ProjectNotRead.With(path, string.Join(" ", run.Lines.Take(3).Select(static l => l.Trim()))), e);
        }
    }
}
