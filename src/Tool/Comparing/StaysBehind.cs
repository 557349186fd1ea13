using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Comparing;

/// <summary>Says in plain words what a remark means for the process that takes the patch, so that many remarks become few lines.</summary>
internal static class StaysBehind
{
    private const string OldBodies = "callers, delegates, loops and objects that keep deployed code";
    private const string Deleted = "deleted members that deployed code still has";
    private const string Reflection = "what reflection goes on to show as deployed";
    private const string NextStart = "what takes effect at the next start";
    private const string Initial = "fields of new code, and when they get their values";
    private const string Beside = "what a patch does not carry";

    private static readonly Dictionary<string, string> s_kinds = new (string Kind, DiagnosticDescriptor[] Remarks)[]
    {
        (OldBodies, [ EditDiagnostics.CallerKeepsOldBody, EditDiagnostics.LambdaUnmatched, EditDiagnostics.DelegatesKeepOldBody, EditDiagnostics.OutsideKeepsOldBody, EditDiagnostics.AbstractAdded, EditDiagnostics.BaseInterfaceAdded, EditDiagnostics.CallerSensitive, EditDiagnostics.WaitingLoopChanged, EditDiagnostics.LoopKeepsCallee, EditDiagnostics.ContractsChanged]),
        (Deleted, [EditDiagnostics.MemberDeleted, EditDiagnostics.TypeDeleted, EditDiagnostics.FieldDeleted, EditDiagnostics.OverrideDeleted, EditDiagnostics.InterfaceRemoved]),
        (Reflection, [EditDiagnostics.AttributesChanged, EditDiagnostics.NotVisibleToReflection, EditDiagnostics.AddedMemberInTree, EditDiagnostics.ConstantChanged, EditDiagnostics.EnumChanged, EditDiagnostics.FieldRenamed]),
        (NextStart, [EditDiagnostics.RunsAtNextStart, EditDiagnostics.UnitMarkAdded, EditDiagnostics.UnitMarkRemoved, EditDiagnostics.ChangeNotCarried, EditDiagnostics.StaticInitialiserKept, EditDiagnostics.StaticConstructorChanged]),
        (Initial, [EditDiagnostics.InitialiserRunsLate, EditDiagnostics.FieldDerived, EditDiagnostics.InitialiserRunsInPrepare, EditDiagnostics.FieldReplaced, EditDiagnostics.StaticReinitialised, EditDiagnostics.ThreadStaticInitialiser]),
        (Beside, [EditDiagnostics.ResourcesChanged, EditDiagnostics.DependencyKept, EditDiagnostics.CarriedKept, Diagnostics.UseDiagnostics.BesideTheCode]),
    }.SelectMany(static kind => kind.Remarks.Select(d => (d.Id, kind.Kind))).ToDictionary(static k => k.Id, static k => k.Kind, StringComparer.Ordinal);

    /// <summary>What kind of thing a message tells of; null when it is no remark on what was compared.</summary>
    public static string? KindOf(string id) => s_kinds.GetValueOrDefault(id);
}
