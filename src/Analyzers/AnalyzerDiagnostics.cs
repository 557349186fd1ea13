using Microsoft.CodeAnalysis;

namespace HotWeave.Analyzers;

/// <summary>
/// What is said while code is written, about what a later release would meet. None of it is a defect today, so all of it is a suggestion:
/// whoever wants more raises it in an <c>.editorconfig</c>.
/// </summary>
internal static class AnalyzerDiagnostics
{
    public static readonly DiagnosticDescriptor WorkingLoop = Suggest(
        "HW4060",
        "A loop that never ends does work itself",
        "The loop in {0} waits for work for ever and does work itself; a loop that runs keeps its body until the process ends. "
        + "Move the work into a method that the loop calls: the next round then runs its current version.");

    public static readonly DiagnosticDescriptor UnmarkedState = Suggest(
        "HW4061",
        "State is held by a type that is not swappable",
        "{0} is swappable and keeps state in {1}, which is not: a change of what {1} does waits for the next start. "
        + "Mark it [Swappable], or [NotSwappable] where that is meant.");

    public static readonly DiagnosticDescriptor PositionalRecord = Suggest(
        "HW4062",
        "A public record is positional",
        "{0} is a positional record; a member that a later release adds has no value in objects that exist, unless it has a default. "
        + "Declare properties with initialisers, or give what you add a default value.");

    public static readonly DiagnosticDescriptor ReadOnlyState = Suggest(
        "HW4063",
        "State that code change could not assign is readonly",
        "{0} is readonly, so a [CodeChange] method of {1} cannot assign it. Leave readonly off what a later release may have to convert.");

    public static readonly DiagnosticDescriptor MappingNotRepeatable = Suggest(
        "HW4064",
        "An end point could not be mapped anew",
        "This end point could not be mapped anew in the running process: {0}. A later change of its route, handler or metadata waits for the next start.");

    private static DiagnosticDescriptor Suggest(string id, string title, string message) =>
        new(id, title, message, "HotWeave", DiagnosticSeverity.Info, isEnabledByDefault: true);
}
