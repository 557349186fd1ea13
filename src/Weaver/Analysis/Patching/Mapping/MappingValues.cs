using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Mapping;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>Makes the values of a body that is read for what it maps.</summary>
internal sealed class MappingValues(MethodDefinition body, ReplayRules rules, MemberText members, MappingFlow flow)
{
    // In the order in which statements that are not made again name them, which is the same in both builds where these are.
    private readonly Dictionary<string, int> _variables = new(StringComparer.Ordinal);
    private int _settled;

    public static MappedValue Builder { get; } = new(MappedKind.Builder) { Text = "builder" };

    public static MappedValue Nothing { get; } = new(MappedKind.Unknown) { Text = "nothing" };

    /// <summary>The delegate of a lambda, or of a static method, that captures nothing.</summary>
    public MappedValue MakeHandler(IReadOnlyList<Instruction> code) =>
        new(MappedKind.Plain) { Code = code, Text = "handler " + members.Write((MethodReference)code[1].Operand), Row = code };

    /// <summary>What an instruction pushes that takes nothing.</summary>
    public MappedValue MakeLeaf(Instruction instruction, bool isMain)
    {
        var (name, operand) = LongForm.Read(instruction, body.Body);
        if (!isMain && name == "ldarg" && operand is 0 && body.Parameters.Count > 0 && rules.IsBuilder(body.Parameters[0].ParameterType))
            return Builder;
        var isPlain = name is "ldstr" or "ldnull" or "ldtoken" or "ldftn" || name.StartsWith("ldc.", StringComparison.Ordinal) || IsConstant(instruction);
        return isPlain
            ? new MappedValue(MappedKind.Plain) { Code = [instruction], Text = TextOf(instruction), Row = [instruction] }
            : MakeUnknown(instruction, [], instruction.Operand is FieldReference field ? $"it is given the field {field.Name}" : null);
    }

    /// <summary>What a call gives, or a constructor makes.</summary>
    public MappedValue Make(Instruction instruction, MethodReference called, IReadOnlyList<MappedValue> arguments)
    {
        var isPlain = arguments.All(static a => a.Kind == MappedKind.Plain)
            && (MappingCalls.Computes(called) || (instruction.OpCode.Code == Code.Newobj && (IsDelegate(called) || MappingCalls.IsMetadata(called))));
        if (isPlain)
            return MakePlain(instruction, arguments);
        return MakeUnknown(instruction, arguments, IsDelegate(called) && instruction.OpCode.Code == Code.Newobj ? ExplainCapture(arguments) : null);
    }

    /// <summary>What another instruction computes.</summary>
    public MappedValue Compute(Instruction instruction, IReadOnlyList<MappedValue> inputs) =>
        instruction.OpCode.Code is Code.Box or Code.Newarr or Code.Conv_I8 or Code.Conv_R8 && inputs.All(static i => i.Kind == MappedKind.Plain)
            ? MakePlain(instruction, inputs)
            : MakeUnknown(instruction, inputs, null);

    public MappedValue MakeUnknown(Instruction instruction, IReadOnlyList<MappedValue> inputs, string? obstacle) => new(MappedKind.Unknown)
    {
        Inputs = inputs,
        Text = $"{TextOf(instruction)}({string.Join(", ", inputs.Select(static i => i.Text))})",
        Row = [.. inputs.SelectMany(static i => i.Row), instruction],
        Obstacle = obstacle ?? inputs.Select(static i => i.Obstacle).FirstOrDefault(static o => o is not null),
    };

    /// <summary>The value of a variable that may have several.</summary>
    public MappedValue MakeVariable(Instruction instruction, string variable)
    {
        if (!_variables.TryGetValue(variable, out var number))
            _variables.Add(variable, number = _variables.Count);
        return new MappedValue(MappedKind.Unknown) { Text = $"variable {number}", Row = [instruction] };
    }

    /// <summary>A value that is used more than once, or later: what makes it is a statement of its own.</summary>
    public MappedValue Settle(MappedValue value, List<RestStatement> rest)
    {
        if (value.Kind != MappedKind.Unknown || value.Row.Count == 0)
            return value;
        if (MakeStatement(value, null) is { } statement)
            rest.Add(statement);
        return new MappedValue(MappedKind.Unknown) { Inputs = value.Inputs, Text = $"result {++_settled} of {TextOf(value.Row[value.Row.Count - 1])}", Obstacle = value.Obstacle };
    }

    /// <summary>One of two values.</summary>
    public static MappedValue Merge(MappedValue one, MappedValue other) =>
        new(MappedKind.Unknown) { Inputs = [one, other], Text = $"{one.Text} or {other.Text}", Row = [.. one.Row, .. other.Row], Obstacle = "it is given one of several values" };

    /// <summary>The statement that ends with a value; null where it says nothing.</summary>
    public RestStatement? MakeStatement(MappedValue value, Instruction? last)
    {
        List<Instruction> row = [.. value.Row, .. last is null ? Array.Empty<Instruction>() : [last]];
        if (value.Kind is MappedKind.Builder or MappedKind.Result || (value.Kind == MappedKind.Plain && last is null) || row.Count == 0)
            return null;
        var calls = row.Where(static i => i.Operand is MethodReference && i.OpCode.FlowControl == FlowControl.Call)
            .Select(i => new StatementCall((MethodReference)i.Operand, members.Write((MethodReference)i.Operand), i == row[row.Count - 1], false)).ToList();
        // What moves under a condition, or out of it, is another statement.
        var text = $"{flow.MeasureDepth(row[row.Count - 1])}: {value.Text}{(last is null ? "" : "; " + last.OpCode.Name)}";
        return new RestStatement(new Statement(text, StatementSummary.Write(row), calls, SymbolLocation.Find(body, row[0])), value.Obstacle);
    }

    /// <summary>A call with what it is given.</summary>
    public string Describe(MethodReference called, IReadOnlyList<MappedValue> arguments) => $"{members.Write(called)}({string.Join(", ", arguments.Select(static a => a.Text))})";

    private MappedValue MakePlain(Instruction instruction, IReadOnlyList<MappedValue> inputs) => new(MappedKind.Plain)
    {
        Inputs = inputs,
        Code = [instruction],
        Text = $"{TextOf(instruction)}({string.Join(", ", inputs.Select(static i => i.Text))})",
        Row = [.. inputs.SelectMany(static i => i.Row), instruction],
    };

    private static string ExplainCapture(IReadOnlyList<MappedValue> arguments) =>
        arguments.Count > 0 && arguments[0].Obstacle is { } obstacle ? obstacle : "its handler has state of its own: variables that it captures, or the object whose method it is";

    // A static field that never changes, of whatever class.
    private static bool IsConstant(Instruction instruction) =>
        instruction is { OpCode.Code: Code.Ldsfld, Operand: FieldReference field } && (field.DeclaringType.FullName == "System.String" || (GeneratedCode.HasGeneratedName(field.DeclaringType.GetElementType()) && field.Name == "<>9"));

    private static bool IsDelegate(MethodReference called) =>
        called.Name == ".ctor" && called.Parameters.Count == 2 && called.Parameters[1].ParameterType.MetadataType == MetadataType.IntPtr;

    private string TextOf(Instruction instruction)
    {
        var (name, operand) = LongForm.Read(instruction, body.Body);
        return operand switch
        {
            Instruction or Instruction[] => name,
            MemberReference member => $"{name} {members.Write(member)}",
            int when name.EndsWith("loc", StringComparison.Ordinal) || name == "ldloca" => name,
            null => name,
            _ => $"{name} {operand}",
        };
    }
}
