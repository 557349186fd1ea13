using HotWeave.Weaver.Diagnostics;

namespace HotWeave.MSBuild.Diagnostics;

/// <summary>The messages that only a build has: HW7201 and up.</summary>
internal static class BuildDiagnostics
{
    public static readonly DiagnosticDescriptor SettingInvalid = new(
        "HW7201", DiagnosticKind.Use, DiagnosticSeverity.Error,
        "The property {0} is '{1}'. Set it to {2}.");

    public static readonly DiagnosticDescriptor SteppedAsideForWatch = new(
        "HW7202", DiagnosticKind.Use, DiagnosticSeverity.Info,
        "{0} is not woven under 'dotnet watch': Hot Reload compares the compiler's output with its own. Build without 'dotnet watch' to weave.");

    public static readonly DiagnosticDescriptor FrameworkNotWoven = new(
        "HW7203", DiagnosticKind.Use, DiagnosticSeverity.Info,
        "{0} is not woven for {1}: HotWeave runs on .NET 8 and later. Target net8.0 or later, or .NET Standard, to weave.");

    public static readonly DiagnosticDescriptor NativeAotRefused = new(
        "HW7204", DiagnosticKind.Use, DiagnosticSeverity.Error,
        "{0} is published with NativeAOT, which cannot load new code. Publish without PublishAot, or set HotWeaveEnabled to false.");

    public static readonly DiagnosticDescriptor StartupHooksOff = new(
        "HW7205", DiagnosticKind.Use, DiagnosticSeverity.Warning,
        "{0} has StartupHookSupport set to false, so the 'hotweave' tool cannot reach its process; only HotSwap calls inside the program will work. "
        + "Remove StartupHookSupport or set it to true.");

    public static readonly DiagnosticDescriptor NotWhatWasWoven = new(
        "HW7206", DiagnosticKind.Use, DiagnosticSeverity.Error,
        "'{0}' is not the assembly that the last build wove with these settings. Build before publishing, or publish without --no-build.");

    public static readonly DiagnosticDescriptor BaselineMissing = new(
        "HW7207", DiagnosticKind.Use, DiagnosticSeverity.Error,
        "HotWeaveBaseline names '{0}', which does not exist. Give the path of the deployed assembly, or of the folder that holds it, "
        + "from the project's folder, from the folder in which the build was started, or in full.");

    public static readonly DiagnosticDescriptor BaselineIsAnother = new(
        "HW7208", DiagnosticKind.Use, DiagnosticSeverity.Info,
        "HotWeaveBaseline '{0}' holds no '{1}', so no patch was made for this project.");

    public static readonly DiagnosticDescriptor NoChanges = new(
        "HW7209", DiagnosticKind.Use, DiagnosticSeverity.Info,
        "{0} equals the baseline '{1}': no patch is needed and none was made.");

    public static readonly DiagnosticDescriptor FileUnusable = new(
        "HW7210", DiagnosticKind.Use, DiagnosticSeverity.Error,
        "A file of the build could not be read or written: {0} Check permissions and free space, then build again.");

    public static readonly DiagnosticDescriptor KeyContainerUnsupported = new(
        "HW7211", DiagnosticKind.Use, DiagnosticSeverity.Error,
        "{0} is signed with the key container '{1}', which weaving cannot sign with again. Sign with AssemblyOriginatorKeyFile, or set PublicSign to true.");

    public static readonly DiagnosticDescriptor ReferenceAssemblyOnly = new(
        "HW7212", DiagnosticKind.Use, DiagnosticSeverity.Info,
        "{0} is built as a reference assembly only, which has no code to weave.");

    public static readonly DiagnosticDescriptor RuntimeEmbedded = new(
        "HW7213", DiagnosticKind.Use, DiagnosticSeverity.Error,
        "HotWeave.Runtime was made a resource ({1}) and its file does not go along with the woven code of {0}: neither the startup hook nor the "
        + "'hotweave' tool finds it there. Exclude HotWeave.Runtime from what is embedded (Costura.Fody: ExcludeAssemblies in FodyWeavers.xml).");

    public static readonly DiagnosticDescriptor RuntimeLeftOut = new(
        "HW7214", DiagnosticKind.Use, DiagnosticSeverity.Error,
        "The woven code of {0} needs HotWeave.Runtime.dll, which is not among the files that go along, so the program would end at its first call. "
        + "Reference the package HotWeave in this project without ExcludeAssets or Publish=\"false\".");

    public static readonly DiagnosticDescriptor HookLeftOut = new(
        "HW7215", DiagnosticKind.Use, DiagnosticSeverity.Error,
        "The startup hook of {0} is HotWeave.Runtime, which is not among the files to publish, so the program would end when it starts. "
        + "Publish HotWeave.Runtime.dll, or set HotWeaveReapply to false.");

    public static readonly DiagnosticDescriptor FodyActs = new(
        "HW7216", DiagnosticKind.Use, DiagnosticSeverity.Info,
        "{0} is woven once, by the build step, when Fody has written it, with the settings of <HotWeave> in '{1}'.");

    public static readonly DiagnosticDescriptor FodySettingUnknown = new(
        "HW7217", DiagnosticKind.Use, DiagnosticSeverity.Error,
        "<HotWeave> in '{0}' has no setting '{1}'. Its settings are attributes: {2}.");

    public static readonly DiagnosticDescriptor FodySettingInvalid = new(
        "HW7218", DiagnosticKind.Use, DiagnosticSeverity.Error,
        "<HotWeave> in '{0}' has {1}=\"{2}\". Set it to {3}.");

    public static readonly DiagnosticDescriptor FodySettingCounts = new(
        "HW7219", DiagnosticKind.Use, DiagnosticSeverity.Warning,
        "The project sets HotWeave{0}, and <HotWeave> in '{1}' gives the settings of weaving instead. Set it there, as the attribute {0}, and remove the property.");

    public static readonly DiagnosticDescriptor FodyFileUnreadable = new(
        "HW7220", DiagnosticKind.Use, DiagnosticSeverity.Error,
        "The settings of Fody's add-ins are not XML: {0} Mend FodyWeavers.xml or the property WeaverConfiguration.");

    public static readonly DiagnosticDescriptor FodyWithoutStep = new(
        "HW7221", DiagnosticKind.Use, DiagnosticSeverity.Error,
        "The package HotWeave.Fody is referenced without the build files of the package HotWeave, which weave: <HotWeave> in FodyWeavers.xml has no effect. Reference HotWeave without ExcludeAssets.");

    /// <summary>All of them, for the targets, which name one by its id.</summary>
    public static readonly IReadOnlyList<DiagnosticDescriptor> All =
    [
        SettingInvalid, SteppedAsideForWatch, FrameworkNotWoven, NativeAotRefused, StartupHooksOff, NotWhatWasWoven,
        BaselineMissing, BaselineIsAnother, NoChanges, FileUnusable, KeyContainerUnsupported, ReferenceAssemblyOnly,
        RuntimeEmbedded, RuntimeLeftOut, HookLeftOut,
        FodyActs, FodySettingUnknown, FodySettingInvalid, FodySettingCounts, FodyFileUnreadable, FodyWithoutStep,
    ];
}
