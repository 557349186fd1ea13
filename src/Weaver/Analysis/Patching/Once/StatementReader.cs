using System.Text;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Takes bodies of one build apart into statements, by where the stack is empty, so that a release can be told by what it does more or no
/// longer.
/// </summary>
internal sealed class StatementReader(GeneratedKeys keys)
{
    private readonly MemberText _members = new(keys);

    /// <summary>The statements of a head's bodies, in their order.</summary>
    public IReadOnlyList<Statement> Read(MethodDefinition head) => [.. CodeHeads.ListBodies(head, keys).SelectMany(ReadBody)];

    /// <summary>The statements of one body.</summary>
    public IReadOnlyList<Statement> ReadBody(MethodDefinition body)
    {
        if (!body.HasBody)
            return [];
        var found = new List<Statement>();
        var row = new List<Instruction>();
        var depth = 0;
        foreach (var instruction in body.Body.Instructions)
        {
            row.Add(instruction);
            depth = instruction.OpCode.FlowControl is FlowControl.Return or FlowControl.Throw || instruction.OpCode.Code is Code.Leave or Code.Leave_S
                ? 0
                : depth + StackEffect.Measure(instruction);
            if (depth > 0)
                continue;
            depth = 0;
            found.Add(ReadRow(body, row));
            row.Clear();
        }

        return found;
    }

    private Statement ReadRow(MethodDefinition body, List<Instruction> row)
    {
        var text = new StringBuilder();
        var calls = new List<StatementCall>();
        var usesThis = false;
        foreach (var instruction in row)
        {
            text.Append(TextOf(instruction, body.Body)).Append('\n');
            usesThis |= IsThis(instruction, body);
            if (instruction.Operand is MethodReference called && instruction.OpCode.FlowControl == FlowControl.Call && !IsPlumbing(called))
                calls.Add(new StatementCall(called, _members.Write(called), IsLast(instruction, called), usesThis));
        }

        return new Statement(text.ToString(), StatementSummary.Write(row), calls, SymbolLocation.Find(body, row[0]))
        {
            Delegates = [.. row.Where(static i => i.OpCode.Code is Code.Ldftn or Code.Ldvirtftn).Select(static i => (MethodReference)i.Operand)],
            Assigned = row[row.Count - 1] is { OpCode.Code: Code.Stfld or Code.Stsfld, Operand: FieldReference field } ? field : null,
        };
    }

    // In a state machine and a closure the object is in a field.
    private static bool IsThis(Instruction instruction, MethodDefinition body) =>
        GeneratedCode.IsGenerated(body.DeclaringType)
            ? instruction.Operand is FieldReference { Name: "<>4__this" }
            : body.HasThis && (instruction.OpCode.Code == Code.Ldarg_0 || (instruction.Operand is ParameterDefinition parameter && parameter == body.Body.ThisParameter));

    private static bool IsLast(Instruction instruction, MethodReference called) =>
        (called.ReturnType.MetadataType == MetadataType.Void && instruction.OpCode.Code != Code.Newobj) || instruction.Next?.OpCode.Code == Code.Pop;

    // What compilers write about what a person wrote.
    private static bool IsPlumbing(MethodReference called) =>
        called.DeclaringType.Namespace == "System.Runtime.CompilerServices" || GeneratedCode.HasGeneratedName(called.DeclaringType.GetElementType());

    private string TextOf(Instruction instruction, MethodBody body)
    {
        var (name, operand) = LongForm.Read(instruction, body);
        switch (operand)
        {
            case Instruction or Instruction[]:
                return name;
            case FieldReference field when IsCache(field):
                return name + " cache";
            case MemberReference member:
                return $"{name} {_members.Write(member)}";
            case int index when name.EndsWith("loc", StringComparison.Ordinal) || name == "ldloca":
                return $"{name} {keys.Signatures.Write(body.Variables[index].VariableType)}";
            default:
                return $"{name} {operand}";
        }
    }

    // Where the compiler keeps the delegate of a lambda that captures nothing: its number follows what stands before it.
    private static bool IsCache(FieldReference field) =>
        GeneratedCode.HasGeneratedName(field.DeclaringType.GetElementType()) && field.Name.StartsWith("<", StringComparison.Ordinal) && field.Name is not ("<>1__state" or "<>t__builder" or "<>4__this");
}
