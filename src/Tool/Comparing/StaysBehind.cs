using HotWeave.Tool.Diagnostics;
using HotWeave.Weaver.Diagnostics;
using static HotWeave.Weaver.Diagnostics.EditDiagnostics;

namespace HotWeave.Tool.Comparing;

/// <summary>Says in plain words what a remark means for the process that takes the patch, so that many remarks become few lines.</summary>
internal static class StaysBehind
{
    private const string OldBodies = "callers, delegates, loops and objects that keep deployed code";
    private const string Deleted = "deleted members that deployed code still has";
    private const string Reflection = "what reflection goes on to show as deployed";
    private const string NextStart = "what takes effect at the next start";
    private const string ByRequest = "types that keep their deployed code by request";
    private const string Initial = "fields of new code, and when they get their values";
    private const string Hooks = "hooks that want a look";
    private const string Names = "names of what the patch adds that others keep";
    private const string Beside = "what a patch does not carry";

    private static readonly Dictionary<string, string> s_kinds = new (string Kind, DiagnosticDescriptor[] Remarks)[]
    {
        (OldBodies,
        [
            CallerKeepsOldBody, LambdaUnmatched, DelegatesKeepOldBody, OutsideKeepsOldBody, AbstractAdded, BaseInterfaceAdded, CallerSensitive, ResolverNotAsked,
            WaitingLoopChanged, OpenLoopChanged, LoopOfStartUp, FieldInTwoHalvesAccepted, FieldInRunningLoop, LoopKeepsCallee, OpenLoopKeepsCallee,
            RunKeepsOldBody, ContractsChanged, ConstructorDoesMore, ActivationChanged,
            ConfigurationKept, DynamicOnOwn, ObjectsKeepCode, CallsKeepCode, OwnResolver, HandlersKept, ProviderAsked,
        ]),
        (ByRequest, [ExceptDiagnostics.StaysByRequest]),
        (Deleted, [MemberDeleted, TypeDeleted, FieldDeleted, OverrideDeleted, InterfaceRemoved]),
        (Reflection,
        [
            AttributesChanged, NotVisibleToReflection, AddedMemberInTree, ConstantChanged, EnumChanged, FieldRenamed, MarkedMemberAccepted,
            NotSeenByConsumer, OwnSettings, SerialiserUnserved,
        ]),
        (Names, [AddedNameRead, AddedNamesLeave, AddedNameStored]),
        (Initial,
        [
            InitialiserRunsLate, FieldDerived, FieldFromServices, InitialiserRunsInPrepare, FieldReplaced, FieldSucceeded, FieldMayBeUnset, FieldValueKept, FieldConverted,
            StaticReinitialised, ThreadStaticInitialiser, LiveIfNoneAlive,
        ]),
        (Hooks, [HookIgnoresDirection]),
        (Beside, [ResourcesChanged, DependencyKept, CarriedKept, UseDiagnostics.BesideTheCode, UseDiagnostics.UnwovenDiffers]),
    }.SelectMany(static kind => kind.Remarks.Select(d => (d.Id, kind.Kind))).ToDictionary(static k => k.Id, static k => k.Kind, StringComparer.Ordinal);

    /// <summary>What kind of thing a message tells of; null when it is no remark on what was compared.</summary>
    public static string? KindOf(DiagnosticDocument message) =>
        s_kinds.GetValueOrDefault(message.Id) ?? (message.Kind == "next-start" ? NextStart : null);
}
