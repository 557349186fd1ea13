using HotWeave.Weaver.Diagnostics;
using static HotWeave.Weaver.Diagnostics.DiagnosticKind;
using static HotWeave.Weaver.Diagnostics.DiagnosticSeverity;

namespace HotWeave.Tool.Diagnostics;

/// <summary>What <c>hotweave dev</c> says when a program cannot be built and run.</summary>
internal static class DevDiagnostics
{
    public static readonly DiagnosticDescriptor NoSdk = new("HW7160", Use, Error,
        "The .NET SDK cannot be run: '{0}' ({1}). Install it, or set DOTNET_HOST_PATH to its 'dotnet'.");

    public static readonly DiagnosticDescriptor ProjectNotRead = new("HW7161", Use, Error,
        "MSBuild cannot read '{0}': {1} Mend the project; 'dotnet build' says the same.");

    public static readonly DiagnosticDescriptor NoProgram = new("HW7162", Use, Error,
        "'{0}' is no program (its OutputType is not Exe). Name the project that is started, or the solution.");

    public static readonly DiagnosticDescriptor SeveralFrameworks = new("HW7163", Use, Error,
        "'{0}' is built for several frameworks: {1}. Name the one to run with --framework.");

    public static readonly DiagnosticDescriptor LaunchSettings = new("HW7164", Use, Error,
        "'{0}' cannot be used: {1}. Mend it, name another profile with --launch-profile, or leave the file out with --no-launch-profile.");

    public static readonly DiagnosticDescriptor NotStarted = new("HW7165", Use, Error,
        "{0} cannot be started: {1}");

    public static readonly DiagnosticDescriptor NotBuilt = new("HW7166", Use, Error,
        "'{0}' does not build, so nothing runs yet: {1}");

    public static readonly DiagnosticDescriptor NoProject = new("HW7167", Use, Error,
        "There is no project to run in '{0}': {1}. Name a project file, a solution, or a folder with one project.");
}
