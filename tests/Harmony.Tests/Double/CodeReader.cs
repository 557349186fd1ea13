using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace HarmonyLib;

/// <summary>Reads the code of a method as it was loaded; short branches as long ones.</summary>
internal sealed class CodeReader
{
    private static readonly Dictionary<short, OpCode> s_codes = typeof(OpCodes).GetFields()
        .Select(static f => (OpCode)f.GetValue(null)!).ToDictionary(static c => c.Value);

    private readonly MethodBase _method;
    private readonly ILGenerator _generator;
    private readonly IReadOnlyList<LocalBuilder> _locals;
    private readonly byte[] _bytes;
    private readonly SortedDictionary<int, CodeInstruction> _code = [];
    private readonly Dictionary<int, Label> _labels = [];

    private CodeReader(MethodBase method, ILGenerator generator, IReadOnlyList<LocalBuilder> locals)
    {
        _method = method;
        _generator = generator;
        _locals = locals;
        _bytes = method.GetMethodBody()!.GetILAsByteArray()!;
    }

    public static List<CodeInstruction> Read(MethodBase method, ILGenerator generator, IReadOnlyList<LocalBuilder> locals)
    {
        var reader = new CodeReader(method, generator, locals);
        for (var at = 0; at < reader._bytes.Length;)
            reader.ReadOne(ref at);
        foreach (var (offset, label) in reader._labels)
            reader._code[offset].labels.Add(label);
        reader.AddBlocks();
        return [.. reader._code.Values];
    }

    private void ReadOne(ref int at)
    {
        var begin = at;
        short value = _bytes[at++];
        if (value == 0xFE)
            value = (short)(0xFE00 | _bytes[at++]);
        var code = s_codes[value];
        _code.Add(begin, Make(code, ref at));
    }

    private CodeInstruction Make(OpCode code, ref int at)
    {
        var from = _bytes.AsSpan(at);
        var size = code.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(from)),
            _ => 4,
        };
        var next = at += size;
        var number = size switch { 0 or 8 => 0, 1 => from[0], 2 => BinaryPrimitives.ReadInt16LittleEndian(from), _ => BinaryPrimitives.ReadInt32LittleEndian(from) };
        return code.OperandType switch
        {
            OperandType.InlineNone => NameLocal(code),
            OperandType.ShortInlineBrTarget => new CodeInstruction(Lengthen(code), LabelAt(next + (sbyte)number)),
            OperandType.InlineBrTarget => new CodeInstruction(code, LabelAt(next + number)),
            OperandType.InlineSwitch => new CodeInstruction(code, Targets(from, number, next)),
            OperandType.ShortInlineI => code == OpCodes.Ldc_I4_S ? new CodeInstruction(code, (sbyte)number) : new CodeInstruction(code, (byte)number),
            OperandType.InlineI => new CodeInstruction(code, number),
            OperandType.InlineI8 => new CodeInstruction(code, BinaryPrimitives.ReadInt64LittleEndian(from)),
            OperandType.ShortInlineR => new CodeInstruction(code, BinaryPrimitives.ReadSingleLittleEndian(from)),
            OperandType.InlineR => new CodeInstruction(code, BinaryPrimitives.ReadDoubleLittleEndian(from)),
            OperandType.InlineString => new CodeInstruction(code, _method.Module.ResolveString(number)),
            OperandType.ShortInlineVar or OperandType.InlineVar => code.Name!.Contains("loc", StringComparison.Ordinal)
                ? new CodeInstruction(code, _locals[number]) : new CodeInstruction(code, size == 1 ? (byte)number : (short)number),
            OperandType.InlineSig => throw new NotSupportedException("calli"),
            _ => new CodeInstruction(code, Resolve(number)),
        };
    }

    private object Resolve(int token) => _method.Module.ResolveMember(
        token,
        _method.DeclaringType!.IsGenericType ? _method.DeclaringType.GetGenericArguments() : null,
        _method.IsGenericMethod ? _method.GetGenericArguments() : null)!;

    // ldloc.0 and its like: the replacement may have other variables first.
    private CodeInstruction NameLocal(OpCode code)
    {
        var name = code.Name!;
        if (name.StartsWith("ldloc.", StringComparison.Ordinal))
            return new CodeInstruction(OpCodes.Ldloc, _locals[name[^1] - '0']);
        return name.StartsWith("stloc.", StringComparison.Ordinal) ? new CodeInstruction(OpCodes.Stloc, _locals[name[^1] - '0']) : new CodeInstruction(code);
    }

    private static OpCode Lengthen(OpCode code) => (OpCode)typeof(OpCodes).GetField(Capitalise(code.Name![..^2]))!.GetValue(null)!;

    // brfalse: Brfalse; bge.un: Bge_Un
    private static string Capitalise(string name) => string.Join("_", name.Split('.').Select(static p => char.ToUpperInvariant(p[0]) + p[1..]));

    private Label[] Targets(Span<byte> from, int count, int next)
    {
        var targets = new Label[count];
        for (var i = 0; i < count; i++)
            targets[i] = LabelAt(next + BinaryPrimitives.ReadInt32LittleEndian(from[(4 + (4 * i))..]));
        return targets;
    }

    private Label LabelAt(int offset)
    {
        if (!_labels.TryGetValue(offset, out var label))
            _labels.Add(offset, label = _generator.DefineLabel());
        return label;
    }

    // The outermost begins first and ends last; several handlers of one region are one block.
    private void AddBlocks()
    {
        var regions = _method.GetMethodBody()!.ExceptionHandlingClauses.GroupBy(static c => (c.TryOffset, c.TryLength)).ToList();
        foreach (var region in regions.AsEnumerable().Reverse())
        {
            Begin(region.Key.TryOffset, ExceptionBlockType.BeginExceptionBlock, null);
            var end = region.Max(static c => c.HandlerOffset + c.HandlerLength);
            foreach (var clause in region)
                AddHandler(clause);
            _code.Last(c => c.Key < end).Value.blocks.Add(new ExceptionBlock(ExceptionBlockType.EndExceptionBlock));
        }
    }

    private void AddHandler(ExceptionHandlingClause clause)
    {
        switch (clause.Flags)
        {
            case ExceptionHandlingClauseOptions.Filter:
                Begin(clause.FilterOffset, ExceptionBlockType.BeginExceptFilterBlock, null);
                Begin(clause.HandlerOffset, ExceptionBlockType.BeginCatchBlock, null);
                break;
            case ExceptionHandlingClauseOptions.Finally:
                Begin(clause.HandlerOffset, ExceptionBlockType.BeginFinallyBlock, null);
                break;
            case ExceptionHandlingClauseOptions.Fault:
                Begin(clause.HandlerOffset, ExceptionBlockType.BeginFaultBlock, null);
                break;
            default:
                Begin(clause.HandlerOffset, ExceptionBlockType.BeginCatchBlock, clause.CatchType);
                break;
        }
    }

    private void Begin(int offset, ExceptionBlockType type, Type? caught) => _code[offset].blocks.Add(new ExceptionBlock(type, caught));
}
