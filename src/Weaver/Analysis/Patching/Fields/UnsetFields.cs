using HotWeave.Weaver.Analysis.Patching.Staying;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Finds added fields that only code sets which has run already: start-up code, the methods by which an object begins its work. Objects that exist, and a process that has
/// started, would go on without the value. Constructors are looked at when the field is (<see cref="AddedFieldRules"/>).
/// </summary>
/// <param name="diffs">The differences.</param>
/// <param name="runsOnce">Whether a method is entered once in the life of a process.</param>
/// <param name="running">What of a body that runs is still to run.</param>
/// <param name="sink">Hears of the fields.</param>
internal sealed class UnsetFields(IReadOnlyList<PatchDiff> diffs, Func<MethodDefinition, bool> runsOnce, RunningCode running, DiagnosticSink sink)
{
    /// <summary>Looks at all added fields that begin with the default of their type.</summary>
    public void Check()
    {
        foreach (var diff in diffs)
        {
            foreach (var added in diff.AddedFields.Where(a => BeginsEmpty(a) && diff.Match.OldOf(a.Field) is null && !GeneratedCode.IsGenerated(a.Field.DeclaringType)))
                Check(diff, added.Field);
        }
    }

    private static bool BeginsEmpty(AddedField added) =>
        added is { ForExisting: null, Derived: null, Fill: null, IsOfThreads: false, IsUnproven: false } && (added.Initialiser is not { } initialiser || initialiser.Instructions.All(IsDefault));

    // = null!, = 0, = default
    private static bool IsDefault(Instruction instruction) =>
        instruction.OpCode.Code is Code.Nop or Code.Ldarg_0 or Code.Ldnull or Code.Ldc_I4_0 or Code.Stfld or Code.Stsfld or Code.Ldflda or Code.Ldsflda or Code.Initobj;

    private void Check(PatchDiff diff, FieldDefinition field)
    {
        var uses = FieldUses.FindNew(field, [.. diffs.Select(static d => d.Match)]);
        var hooks = new HashSet<MethodDefinition>(diff.State.Hooks.SelectMany(h => diff.Match.NewKeys.TreeOf(h.Method)));
        var writers = uses.FindAll(static u => u.Writes && !u.Body.IsConstructor);
        if (writers.Count == 0 || writers.Exists(w => hooks.Contains(w.Body)))
            return;
        var heads = new HashSet<MethodDefinition>(writers.Select(static w => Activation.Find(w.Body)));
        var readers = uses.Where(u => !u.Body.IsConstructor && !heads.Contains(Activation.Find(u.Body)) && u.Code.Any(static i => !IsStore(i))).ToList();
        if (writers.TrueForAll(w => IsOver(w, field)))
        {
            if (readers.Find(u => !Asks(u, field)) is { } reader)
                Report(EditDiagnostics.FieldOnlySetBefore, field, writers[0].Body, reader.Body);
        }
        else if (!field.IsStatic && heads.All(h => diff.Match.OldOf(diff.Match.NewKeys.RootOf(h)) is not null) && readers.Find(u => !Asks(u, field) && u.Code.Any(Relies)) is { } relying)
        {
            Report(EditDiagnostics.FieldMayBeUnset, field, writers[0].Body, relying.Body);
        }
    }

    private bool IsOver(FieldUse writer, FieldDefinition field)
    {
        var head = Activation.Find(writer.Body);
        return (!field.IsStatic && IsBeginning(head)) || (runsOnce(head) && !(running.Find(writer.Body) is { } live && writer.Code.Any(live.Live.Contains)));
    }

    // By what frameworks call the methods that they call once for each object, before all others.
    private static bool IsBeginning(MethodDefinition method)
    {
        var name = method.Name.Substring(method.Name.LastIndexOf('.') + 1);
        return method.IsVirtual && name is "OnActivateAsync" or "OnActivate" or "PreStart" or "StartAsync" or "StartingAsync" or "StartedAsync" or "OnStart" or "OnStarted" or "OnInitialized" or "OnInitializedAsync"
            or "InitializeAsync" or "Initialize" or "Init" or "OnConnectedAsync" or "OnOpen" or "OnCreate" or "OnLoad" or "OnLoaded" or "OnAttached";
    }

    private static bool IsStore(Instruction instruction) => instruction.OpCode.Code is Code.Stfld or Code.Stsfld;

    // Whoever asks first whether it is set copes with a field that is not. Values of other types do not say.
    private static bool Asks(FieldUse use, FieldDefinition field) =>
        !field.FieldType.IsValueType && use.Code.Any(static i => i.Next is { } next && (next.OpCode.Code is Code.Dup or Code.Ldnull or Code.Isinst || next.OpCode.FlowControl == FlowControl.Cond_Branch || next.Operand is MethodReference { Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace" }));

    // o.Length, o.Field, o[i]: nothing but an object will do.
    private static bool Relies(Instruction instruction) =>
        instruction.OpCode.Code is Code.Ldfld && ((FieldReference)instruction.Operand).FieldType.IsValueType is false && instruction.Next is { } next
        && (next.OpCode.Code is Code.Ldlen or Code.Ldfld or Code.Ldflda || (next.OpCode.Code == Code.Callvirt && next.Operand is MethodReference { HasParameters: false }));

    private void Report(DiagnosticDescriptor descriptor, FieldDefinition field, MethodDefinition writer, MethodDefinition reader) =>
        sink.Report(descriptor.At(
            ReadableName.Describe(field), SymbolLocation.Find(field.DeclaringType), ReadableName.Describe(field), ReadableName.Describe(Activation.Find(writer)), ReadableName.Describe(Activation.Find(reader))));
}
