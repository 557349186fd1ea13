using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Weaver.Analysis.Weaving;

/// <summary>
/// Why methods of swappable types have no stub, HW2xxx: facts that the user can list, none a problem; and what weaving does not act on.
/// </summary>
internal static class WeavingDiagnostics
{
    public static readonly DiagnosticDescriptor NoBody = Info("HW2001",
        "{0} has no body (abstract, extern or supplied by the runtime)");

    public static readonly DiagnosticDescriptor Private = Info("HW2002",
        "{0} is called from its own type only, so its callers carry a change of it; [SafePoint] gives it a stub");

    public static readonly DiagnosticDescriptor Small = Info("HW2003",
        "{0} has {1} bytes of IL, so its callers carry a change of it; the setting to export small methods gives it a stub");

    public static readonly DiagnosticDescriptor StaticConstructor = Info("HW2004",
        "{0} runs once, before a patch could change it");

    public static readonly DiagnosticDescriptor ModuleInitializer = Info("HW2005",
        "{0} runs once, when the module is loaded");

    public static readonly DiagnosticDescriptor VariableArguments = Info("HW2006",
        "{0} takes variable arguments (__arglist), which cannot be passed on");

    public static readonly DiagnosticDescriptor RuntimeAsync = Info("HW2007",
        "{0} is asynchronous by the runtime's own means, which cannot be passed on yet; compile it with the compiler's state machines");

    public static readonly DiagnosticDescriptor SynchronizedCallerSensitive = Info("HW2008",
        "{0} is Synchronized and looks at its caller: its body can neither stay under the lock nor move");

    public static readonly DiagnosticDescriptor NotMarked = Info("HW2009",
        "{0} is not marked: [NotSwappable], or only other methods of its type are [Swappable]");

    public static readonly DiagnosticDescriptor FieldAccessor = Info("HW2030",
        "{0} does nothing but read or write a field, so its callers carry a change of it; the setting to export small methods gives it a stub");

    public static readonly DiagnosticDescriptor SynchronizedLoaded = Info("HW9010",
        "{0} is Synchronized and loaded already: its stub would hold the lock for every version, so its callers carry a change of it");

    public static readonly DiagnosticDescriptor GenericForHarmony = Info("HW9070",
        "{0} is generic, or of a generic type, and Harmony cannot patch code that instances share, so its callers carry a change of it");

    public static readonly DiagnosticDescriptor TailCallForHarmony = Info("HW9071",
        "{0} makes tail calls, which Harmony does not keep, so its callers carry a change of it");

    public static readonly DiagnosticDescriptor CallerSensitiveForHarmony = Info("HW9072",
        "{0} asks in which method or assembly it runs, which Harmony would move it out of, so its callers carry a change of it");

    public static readonly DiagnosticDescriptor FilterForHarmony = Info("HW9083",
        "{0} has an exception filter or a fault handler, which Harmony cannot make anew, so its callers carry a change of it");

    public static readonly DiagnosticDescriptor UnitIsAsyncVoid = new("HW2021", DiagnosticKind.Weaving, DiagnosticSeverity.Error,
        "{0} is marked [UnitOfWork] and async void, so nothing shows when its work ends; return Task");

    public static readonly DiagnosticDescriptor UnitEndIsUnseen = new("HW2022", DiagnosticKind.Weaving, DiagnosticSeverity.Error,
        "{0} is marked [UnitOfWork] and returns {1}, whose work goes on after the call in a way that weaving does not see; return Task, ValueTask or IAsyncEnumerable, or enter by hand");

    public static readonly DiagnosticDescriptor UnitHasNoFrame = new("HW2023", DiagnosticKind.Weaving, DiagnosticSeverity.Error,
        "{0} is marked [UnitOfWork] and cannot be a unit: {1}; mark the method that calls it, or enter by hand");

    public static readonly DiagnosticDescriptor UnitWaits = new("HW2024", DiagnosticKind.Weaving, DiagnosticSeverity.Error,
        "{0} is marked [UnitOfWork] and has a loop that waits for work for ever: the unit would never end; mark the method that does one round");

    private static DiagnosticDescriptor Info(string id, string format) => new(id, DiagnosticKind.Weaving, DiagnosticSeverity.Info, format);
}
