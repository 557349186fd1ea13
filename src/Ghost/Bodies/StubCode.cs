using System.Buffers.Binary;

namespace HotWeave.Ghost.Bodies;

/// <summary>
/// What comes before a method's own code: the stub of woven code (docs/formats.md), with tokens of the live module.
/// <code>
///   volatile. ldsfld slot; dup; brfalse none; ldarg…; [tail.] callvirt D::M; ret; none: pop; body:
///   of a constructor: … callvirt bool D::_ctor; brfalse body; ret; none: pop; body:
/// </code>
/// </summary>
/// <param name="Slot">The token of the slot.</param>
/// <param name="Dispatch">The token of the dispatch method, or of what it is called over.</param>
/// <param name="Arguments">How many arguments the method takes, the object among them.</param>
/// <param name="IsConstructor">Whether the dispatch method says whether it did the construction.</param>
/// <param name="TailCall">Whether its call is a tail call.</param>
internal readonly record struct StubCode(int Slot, int Dispatch, int Arguments, bool IsConstructor, bool TailCall)
{
    private const int WithToken = 5;
    private const int BeforeArguments = 2 + WithToken + 1 + WithToken;

    /// <summary>How many bytes it takes.</summary>
    public int Size => BeforeArguments + SizeOfLoads + (TailCall ? 2 : 0) + WithToken + (IsConstructor ? WithToken : 0) + 2;

    /// <summary>How much it has on the stack.</summary>
    public int MaxStack => Math.Max(2, Arguments + 1);

    private int SizeOfLoads
    {
        get
        {
            var size = 0;
            for (var i = 0; i < Arguments; i++)
                size += SizeOfLoad(i);
            return size;
        }
    }

    /// <summary>How many bytes a body takes that begins with the stub; -1 where the body cannot be read.</summary>
    public int Measure(ReadOnlySpan<byte> live)
    {
        if (!MethodBody.TryRead(live, out var body) || ExceptionClauses.Count(body.Sections) < 0)
            return -1;
        var code = 12 + Size + body.Code.Length;
        var clauses = ExceptionClauses.Measure(ExceptionClauses.Count(body.Sections));
        return clauses == 0 ? code : ((code + 3) & ~3) + clauses;
    }

    /// <summary>How many bytes the instructions of a body take that can be read.</summary>
    public static int MeasureCode(ReadOnlySpan<byte> live)
    {
        MethodBody.TryRead(live, out var body);
        return body.Code.Length;
    }

    /// <summary>Writes the body that <see cref="Measure"/> measured.</summary>
    public void Write(ReadOnlySpan<byte> live, Span<byte> to)
    {
        MethodBody.TryRead(live, out var body);
        var count = ExceptionClauses.Count(body.Sections);
        var size = Size + body.Code.Length;
        to.Clear();
        body.WriteHeader(to, size, Math.Max(MaxStack, body.MaxStack), count > 0);
        WriteCode(to.Slice(12, Size));
        body.Code.CopyTo(to[(12 + Size)..]);
        if (count > 0)
            ExceptionClauses.Write(body.Sections, count, Size, to[((12 + size + 3) & ~3)..]);
    }

    private void WriteCode(Span<byte> to)
    {
        var at = 0;
        to[at++] = 0xFE; // volatile.
        to[at++] = 0x13;
        WriteWithToken(to, ref at, 0x7E, Slot); // ldsfld
        to[at++] = 0x25; // dup
        WriteWithToken(to, ref at, 0x39, Size - 1 - BeforeArguments); // brfalse none
        for (var i = 0; i < Arguments; i++)
            WriteLoad(to, ref at, i);
        if (TailCall)
        {
            to[at++] = 0xFE; // tail.
            to[at++] = 0x14;
        }

        WriteWithToken(to, ref at, 0x6F, Dispatch); // callvirt
        if (IsConstructor)
            WriteWithToken(to, ref at, 0x39, 2); // brfalse body
        to[at++] = 0x2A; // ret
        to[at] = 0x26; // none: pop
    }

    private static void WriteWithToken(Span<byte> to, ref int at, byte code, int operand)
    {
        to[at++] = code;
        BinaryPrimitives.WriteInt32LittleEndian(to[at..], operand);
        at += 4;
    }

    // ldarg.0 to ldarg.3, ldarg.s, ldarg
    private static int SizeOfLoad(int argument) => argument < 4 ? 1 : argument < 0x100 ? 2 : 4;

    private static void WriteLoad(Span<byte> to, ref int at, int argument)
    {
        switch (SizeOfLoad(argument))
        {
            case 1:
                to[at++] = (byte)(0x02 + argument);
                break;
            case 2:
                to[at++] = 0x0E;
                to[at++] = (byte)argument;
                break;
            default:
                to[at++] = 0xFE;
                to[at++] = 0x09;
                BinaryPrimitives.WriteUInt16LittleEndian(to[at..], checked((ushort)argument));
                at += 2;
                break;
        }
    }
}
