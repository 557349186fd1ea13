using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission;

/// <summary>
/// Writes stubs, in the shapes that docs/formats.md gives and <see cref="StubPattern"/> reads. The slot is read once: a second
/// read could see another version. All branches are forward: the JIT takes a method with a backward branch for a loop.
/// </summary>
internal sealed class StubEmitter
{
    private readonly RuntimeReferences _references;
    private readonly WorkedCopies _copies;

    /// <summary>Makes an emitter.</summary>
    public StubEmitter(RuntimeReferences references, WorkedCopies copies)
    {
        _references = references;
        _copies = copies;
    }

    /// <summary>Writes <paramref name="stub"/>.</summary>
    public void Emit(Stub stub)
    {
        if (stub.Inline)
            stub.Export.AggressiveInlining = true;
        switch (stub.Kind)
        {
            case ExportKind.InPlace:
                PutInFront(stub.Export, InPlace(stub, null));
                break;
            case ExportKind.Constructor when stub.Self is not null:
                PutInFront(stub.Export, ConstructorOfCopy(stub));
                break;
            case ExportKind.Constructor:
                PutInFront(stub.Export, Constructor(stub));
                break;
            case ExportKind.Moved:
                var returned = stub.Self is { ComesBack: true }
                    ? new VariableDefinition(_copies.Make(SelfOf(stub), stub.Export.ReturnType)) : null;
                Replace(stub.Export, [.. InPlace(stub, returned), .. CallOfBody(stub)], returned);
                break;
        }
    }

    // volatile. ldsfld D; dup; brfalse body; ldarg…; [tail.] callvirt D::M; ret; body: pop
    // Of a struct that is copied: ldarg.0; ldobj T; ldarg…; callvirt D::M; [what comes back;] ret
    private List<Instruction> InPlace(Stub stub, VariableDefinition? returned)
    {
        var body = Instruction.Create(OpCodes.Pop);
        var code = LoadSlot(stub, body);
        var afterSlot = code.Count;
        code.AddRange(ArgumentLoads.All(stub.Export));
        if (stub.Self is not null)
            code.Insert(afterSlot + 1, Instruction.Create(OpCodes.Ldobj, SelfOf(stub)));
        AddCall(code, OpCodes.Callvirt, Dispatch(stub), stub.TailCall);
        if (returned is not null)
            code.AddRange(SelfCopyReturn.Emit(stub.Self!, SelfOf(stub), returned, _copies));
        code.Add(Instruction.Create(OpCodes.Ret));
        code.Add(body);
        return code;
    }

    // volatile. ldsfld D; dup; brfalse none; ldarg…; callvirt bool D::_ctor; ldsfld D; pop; brfalse body; ret; none: pop; body:
    // The slot before the second branch says, as before the first, that nobody wrote it (GeneratedName.Slot); what it holds does not matter.
    private static List<Instruction> Constructor(Stub stub)
    {
        var none = Instruction.Create(OpCodes.Pop);
        var code = LoadSlot(stub, none);
        code.AddRange(ArgumentLoads.All(stub.Export));
        AddCall(code, OpCodes.Callvirt, Dispatch(stub), false);
        code.Add(Instruction.Create(OpCodes.Ldsfld, stub.Slot));
        code.Add(Instruction.Create(OpCodes.Pop));
        code.Add(Instruction.Create(OpCodes.Brfalse_S, stub.Export.Body.Instructions[0]));
        code.Add(Instruction.Create(OpCodes.Ret));
        code.Add(none);
        return code;
    }

    // ldarg.0; volatile. ldsfld D; dup; brfalse body; ldarg.1…; callvirt D::_ctor; ldfld Self; stobj T; ret; body: pop; pop
    private List<Instruction> ConstructorOfCopy(Stub stub)
    {
        var body = Instruction.Create(OpCodes.Pop);
        var code = LoadSlot(stub, body);
        code.Insert(0, Instruction.Create(OpCodes.Ldarg_0));
        code.AddRange(ArgumentLoads.All(stub.Export).Skip(1));
        AddCall(code, OpCodes.Callvirt, Dispatch(stub), false);
        code.Add(Instruction.Create(OpCodes.Ldfld, WorkedCopies.Self(_copies.MakeAlone(SelfOf(stub)))));
        code.Add(Instruction.Create(OpCodes.Stobj, SelfOf(stub)));
        code.Add(Instruction.Create(OpCodes.Ret));
        code.Add(body);
        code.Add(Instruction.Create(OpCodes.Pop));
        return code;
    }

    // ldarg…; [tail.] call <M>body; ret
    private static List<Instruction> CallOfBody(Stub stub)
    {
        var code = new List<Instruction>(ArgumentLoads.All(stub.Export));
        AddCall(code, OpCodes.Call, SelfReference.Make(stub.BodyMethod!, stub.Export.GenericParameters), stub.TailCall);
        code.Add(Instruction.Create(OpCodes.Ret));
        return code;
    }

    private static List<Instruction> LoadSlot(Stub stub, Instruction whenNull) =>
    [
        Instruction.Create(OpCodes.Volatile),
        Instruction.Create(OpCodes.Ldsfld, stub.Slot),
        Instruction.Create(OpCodes.Dup),
        Instruction.Create(OpCodes.Brfalse_S, whenNull),
    ];

    private static void AddCall(List<Instruction> code, OpCode call, MethodReference method, bool tail)
    {
        if (tail)
            code.Add(Instruction.Create(OpCodes.Tail));
        code.Add(Instruction.Create(call, method));
    }

    private static MethodReference Dispatch(Stub stub) =>
        SelfReference.Instantiate(stub.DispatchMethod, StaticShape.FlatGenericParameters(stub.Export));

    private static void PutInFront(MethodDefinition export, List<Instruction> code)
    {
        ILEditor.Open(export).Prepend(code);
        Hide(export, code[0]);
    }

    private static TypeReference SelfOf(Stub stub) => ((ByReferenceType)StaticShape.SelfType(stub.Export.DeclaringType)).ElementType;

    private void Replace(MethodDefinition export, List<Instruction> code, VariableDefinition? variable)
    {
        var document = export.DebugInformation.SequencePoints.FirstOrDefault()?.Document;
        export.DebugInformation.SequencePoints.Clear();
        export.DebugInformation.Scope = null;
        export.CustomDebugInformations.Clear();

        var body = new MethodBody(export);
        foreach (var instruction in code)
            body.Instructions.Add(instruction);
        if (variable is not null)
            body.Variables.Add(variable);
        export.Body = body;
        BranchWidths.Widen(body);
        if (document is not null)
            export.DebugInformation.SequencePoints.Add(HiddenPoint(code[0], document));
        if (!HiddenFrames.IsHidden(export))
            export.CustomAttributes.Add(new CustomAttribute(_references.StackTraceHiddenConstructor));
    }

    // A debugger steps over hidden points, so stepping into the method arrives at its first own line.
    private static void Hide(MethodDefinition export, Instruction first)
    {
        var points = export.DebugInformation.SequencePoints;
        if (points.Count > 0)
            points.Insert(0, HiddenPoint(first, points[0].Document));
    }

    private static SequencePoint HiddenPoint(Instruction instruction, Document document)
    {
        const int hidden = 0xfeefee;
        return new SequencePoint(instruction, document) { StartLine = hidden, EndLine = hidden };
    }
}
