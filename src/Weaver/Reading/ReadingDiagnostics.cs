using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Weaver.Reading;

/// <summary>The messages of reading, HW1xxx.</summary>
internal static class ReadingDiagnostics
{
    public static readonly DiagnosticDescriptor FileNotFound = Error("HW1001",
        "{0} does not exist. Check the path.");

    public static readonly DiagnosticDescriptor FileUnreadable = Error("HW1002",
        "The assembly {0} cannot be read: {1}");

    public static readonly DiagnosticDescriptor NotAnAssembly = Error("HW1003",
        "{0} is not a .NET assembly; give the .dll that the compiler made");

    public static readonly DiagnosticDescriptor NativeImage = Error("HW1004",
        "{0} has native code only (as NativeAOT makes it); there is no IL to weave: weave the assembly before it is compiled natively, or publish without NativeAOT");

    public static readonly DiagnosticDescriptor MixedMode = Error("HW1005",
        "{0} mixes managed with native code (C++/CLI), which HotWeave cannot rewrite; leave this assembly unwoven");

    public static readonly DiagnosticDescriptor ReferenceAssembly = Error("HW1006",
        "{0} is a reference assembly, it has no method bodies; give the implementation assembly");

    public static readonly DiagnosticDescriptor Damaged = Error("HW1007",
        "The assembly {0} is damaged or truncated ({1}); build it again");

    public static readonly DiagnosticDescriptor MissingReference = Error("HW1008",
        "{0} refers to the assembly {1}, which was not found beside it, in the given references or in the installed frameworks; add its directory (tool: --reference <dir>; build: a Reference item)");

    public static readonly DiagnosticDescriptor WovenWithOtherSettings = Error("HW1009",
        "{0} is woven already, with other settings ('{1}' in format {2}; asked for: '{3}' in format {4}); weave the unwoven assembly");

    public static readonly DiagnosticDescriptor NetModule = Error("HW1010",
        "{0} is a module without an assembly manifest; weave the assembly that it is part of");

    public static readonly DiagnosticDescriptor CompositeReadyToRun = Error("HW1011",
        "{0} is part of a composite ReadyToRun image, whose other files hold its native code; publish without PublishReadyToRunComposite");

    public static readonly DiagnosticDescriptor OwnAssembly = Error("HW1012",
        "{0} is a part of HotWeave itself and cannot be woven");

    public static readonly DiagnosticDescriptor InconsistentWeaving = Error("HW1013",
        "{0} carries HotWeave's mark, but it is not as weaving leaves an assembly: {1}; another tool changed it afterwards, so weave last");

    public static readonly DiagnosticDescriptor OtherWeavingFormat = Error("HW1030",
        "{0} was woven in format {1}, by another version of HotWeave than this one, whose format is {2}; use the version that wove it, or deploy a build that this version wove");

    public static readonly DiagnosticDescriptor ReadyToRunDropped = Warning("HW1020",
        "{0} has precompiled (ReadyToRun) code, which does not survive rewriting: the woven assembly has IL only and is compiled at run time; weave before crossgen2 runs to keep precompiled code");

    public static readonly DiagnosticDescriptor SymbolsNotPortable = Warning("HW1021",
        "The symbols {0} are not in the portable PDB format, so the woven assembly has none; build with DebugType portable or embedded");

    public static readonly DiagnosticDescriptor SymbolsNotMatching = Warning("HW1022",
        "The symbols {0} belong to another build of the assembly, so the woven assembly has none; build both again");

    public static readonly DiagnosticDescriptor SymbolsDamaged = Warning("HW1023",
        "The symbols {0} cannot be read ({1}), so the woven assembly has none; build them again");

    private static DiagnosticDescriptor Error(string id, string format) => new(id, DiagnosticKind.Input, DiagnosticSeverity.Error, format);

    private static DiagnosticDescriptor Warning(string id, string format) =>
        new(id, DiagnosticKind.Input, DiagnosticSeverity.Warning, format);
}
