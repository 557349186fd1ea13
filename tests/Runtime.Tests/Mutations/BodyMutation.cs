using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using HotWeave.Loading;
using HotWeave.Preparing;

namespace HotWeave.Runtime.Tests.Mutations;

/// <summary>Changes one body of an image in one way that leaves it readable: what is damaged at random is mostly refused before it comes to the compiler.</summary>
internal sealed class BodyMutation(PatchImage image, byte[] bytes, Random random)
{
    private static readonly TableIndex[] s_tables =
    [
        TableIndex.TypeRef, TableIndex.TypeDef, TableIndex.TypeSpec, TableIndex.Field, TableIndex.MethodDef, TableIndex.MemberRef, TableIndex.MethodSpec, TableIndex.StandAloneSig,
    ];

    private static readonly (int Code, char Operand)[] s_codes =
        [.. Enumerable.Range(0, 256).Select(static c => (c, ILOperands.Of((byte)c))), .. Enumerable.Range(0, 31).Select(static c => (0xFE00 | c, ILOperands.OfPrefixed((byte)c)))];

    /// <summary>Changes it, and says how.</summary>
    internal string Change(BodyPlace body)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            var instruction = body.Instructions[random.Next(body.Instructions.Count)];
            var change = random.Next(14) switch
            {
                0 or 1 or 2 => ChangeCode(body, instruction),
                3 or 4 or 5 or 6 => ChangeToken(body, instruction),
                7 => ChangeNumber(body, instruction),
                8 => ChangeTarget(body, instruction),
                9 => RemoveInstruction(body, instruction),
                10 => CopyInstruction(body, instruction),
                11 => ChangeHeader(body),
                12 => ChangeRegion(body),
                _ => ChangeByte(body),
            };
            if (change is not null)
                return change;
        }

        return ChangeByte(body);
    }

    private string? ChangeCode(BodyPlace body, ILInstruction instruction)
    {
        var isLong = instruction.OpCode > byte.MaxValue;
        var operand = s_codes.First(c => c.Code == instruction.OpCode).Operand;
        var others = s_codes.Where(c => c.Code > byte.MaxValue == isLong && c.Operand == operand && c.Code != instruction.OpCode).ToArray();
        if (others.Length == 0)
            return null;
        var other = others[random.Next(others.Length)].Code;
        bytes[body.Code + instruction.Offset + (isLong ? 1 : 0)] = (byte)other;
        return $"IL_{instruction.Offset:x4}: {instruction.OpCode:x2} -> {other:x2}";
    }

    private string? ChangeToken(BodyPlace body, ILInstruction instruction)
    {
        if (s_codes.First(c => c.Code == instruction.OpCode).Operand != 'T')
            return null;
        var table = random.Next(2) == 0 ? (TableIndex)(instruction.Operand >> 24) : s_tables[random.Next(s_tables.Length)];
        if ((int)table == 0x70 || image.Metadata.GetTableRowCount(table) is not (> 0 and var rows))
            return null;
        // Neighbours are likely of the same type, and fit.
        var row = random.Next(3) == 0 ? (instruction.Operand & 0xFFFFFF) + random.Next(-3, 4) : random.Next(1, rows + 1);
        var token = ((int)table << 24) | Math.Clamp(row, 1, rows);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(body.Code + instruction.Next - 4), token);
        return $"IL_{instruction.Offset:x4}: {instruction.OpCode:x2} {instruction.Operand:x8} -> {token:x8}";
    }

    private string? ChangeNumber(BodyPlace body, ILInstruction instruction)
    {
        if (s_codes.First(c => c.Code == instruction.OpCode).Operand is not ('1' or '2' or '4' or '8'))
            return null;
        var at = body.Code + instruction.Offset + (instruction.OpCode > byte.MaxValue ? 2 : 1);
        var before = bytes[at];
        bytes[at] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(before + random.Next(-3, 4));
        return $"IL_{instruction.Offset:x4}: {instruction.OpCode:x2} {before:x2} -> {bytes[at]:x2}";
    }

    private string? ChangeTarget(BodyPlace body, ILInstruction instruction)
    {
        if (instruction.Flow is not (ILFlow.Branch or ILFlow.Condition or ILFlow.Leave))
            return null;
        var target = body.Instructions[random.Next(body.Instructions.Count)].Offset;
        var distance = target - instruction.Next;
        if (instruction.OpCode == ILCode.Switch)
        {
            if (instruction.Next - instruction.Offset <= 5)
                return null;
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(body.Code + instruction.Offset + 5), distance);
        }
        else if (instruction.Next - instruction.Offset == 5)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(body.Code + instruction.Offset + 1), distance);
        else if (distance is >= sbyte.MinValue and <= sbyte.MaxValue)
            bytes[body.Code + instruction.Offset + 1] = (byte)distance;
        else
            return null;
        return $"IL_{instruction.Offset:x4}: {instruction.OpCode:x2} to IL_{target:x4}";
    }

    private string RemoveInstruction(BodyPlace body, ILInstruction instruction)
    {
        bytes.AsSpan(body.Code + instruction.Offset, instruction.Next - instruction.Offset).Clear();
        return $"IL_{instruction.Offset:x4}: {instruction.OpCode:x2} -> nop";
    }

    private string? CopyInstruction(BodyPlace body, ILInstruction instruction)
    {
        var length = instruction.Next - instruction.Offset;
        var others = body.Instructions.Where(i => i.Next - i.Offset == length && i.OpCode != instruction.OpCode).ToArray();
        if (others.Length == 0)
            return null;
        var other = others[random.Next(others.Length)];
        bytes.AsSpan(body.Code + other.Offset, length).CopyTo(bytes.AsSpan(body.Code + instruction.Offset));
        return $"IL_{instruction.Offset:x4}: as IL_{other.Offset:x4}";
    }

    // Flags, how deep the stack gets, the locals.
    private string? ChangeHeader(BodyPlace body)
    {
        if (!body.IsFat)
            return null;
        switch (random.Next(3))
        {
            case 0:
                bytes[body.Header] ^= 0x10;
                return "other flags";
            case 1:
                bytes[body.Header + 2] += (byte)random.Next(1, 4);
                return $"a stack of {bytes[body.Header + 2]}";
            default:
                var token = ((int)TableIndex.StandAloneSig << 24) | random.Next(1, image.Metadata.GetTableRowCount(TableIndex.StandAloneSig) + 1);
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(body.Header + 8), token);
                return $"locals {token:x8}";
        }
    }

    private string? ChangeRegion(BodyPlace body)
    {
        if (!BodyPlace.HasRegions(bytes, body))
            return null;
        var isFat = (bytes[body.Regions] & 0x40) != 0;
        var size = isFat ? 24 : 12;
        var rows = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(body.Regions)) >> 8;
        var row = body.Regions + 4 + (size * random.Next(rows / size));
        var boundary = body.Instructions[random.Next(body.Instructions.Count)].Offset;
        // Kind, begin and length of what is protected, begin and length of the handler, the type or the filter.
        var (field, width) = random.Next(6) switch
        {
            0 => (0, 1),
            1 => isFat ? (4, 4) : (2, 2),
            2 => isFat ? (8, 4) : (4, 1),
            3 => isFat ? (12, 4) : (5, 2),
            4 => isFat ? (16, 4) : (7, 1),
            _ => isFat ? (20, 4) : (8, 4),
        };
        var place = bytes.AsSpan(row + field, width);
        if (width == 4)
            BinaryPrimitives.WriteInt32LittleEndian(place, boundary);
        else if (field == 0)
            place[0] = (byte)(random.Next(4) switch { 0 => 0, 1 => 1, 2 => 2, _ => 4 });
        else if (width == 2)
            BinaryPrimitives.WriteInt16LittleEndian(place, (short)boundary);
        else
            place[0] = (byte)boundary;
        return $"region at {row - body.Regions - 4}, field {field}: {place[0]:x2}";
    }

    private string ChangeByte(BodyPlace body)
    {
        var at = random.Next(body.Length);
        bytes[body.Code + at] = (byte)random.Next(256);
        return $"byte {at:x4}: {bytes[body.Code + at]:x2}";
    }
}
