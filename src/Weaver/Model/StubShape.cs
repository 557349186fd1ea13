namespace HotWeave.Weaver.Model;

/// <summary>
/// The shapes of stubs, by which what weaving put before a body is known again, whether instructions are objects or bytes; nothing that is
/// only like them is one. docs/formats.md shows them. The numbers are places as the reader of the instructions counts them.
/// </summary>
/// <param name="Slot">What reads the slot.</param>
/// <param name="Call">The call of the dispatch method.</param>
/// <param name="Body">Where the original instructions begin; for moved bodies, what loads the arguments for the body method.</param>
/// <param name="Moved">
/// Where behind the stub stands nothing but a call, which may be that of the method that has the original instructions: the call; else
/// null.
/// </param>
/// <param name="IsConstructor">Whether it is a constructor's.</param>
/// <param name="Copies">Whether it hands over a copy of a struct, or takes what was made as one.</param>
//  volatile. ldsfld slot; dup; brfalse none; ldarg…; [tail.] callvirt D::M; ret; none: pop; body:
//  of a constructor:       … callvirt D::_ctor; ldsfld slot; pop; brfalse body; ret; none: pop; body:
//  of a copied struct:     … ldarg.0; ldobj T; ldarg…; callvirt D::M; [stloc.0; what comes back;] ret; none: pop; body:
//  of its constructor:     ldarg.0; volatile. … brfalse none; ldarg.1…; callvirt D::_ctor; ldfld Self; stobj T; ret; none: pop; pop; body:
//  before a moved body:    … none: pop; ldarg…; [tail.] call <M>body; ret
internal readonly record struct StubShape(int Slot, int Call, int Body, int? Moved, bool IsConstructor, bool Copies)
{
    private const int Volatile = 0x113;
    private const int Tail = 0x114;
    private const int LoadStatic = 0x7E;
    private const int Duplicate = 0x25;
    private const int Pop = 0x26;
    private const int CallCode = 0x28;
    private const int Return = 0x2A;
    private const int BranchIfNull = 0x39;
    private const int BranchIfNullShort = 0x2C;
    private const int CallVirtual = 0x6F;
    private const int LoadFirstArgument = 0x02;
    private const int LoadObject = 0x71;
    private const int LoadField = 0x7B;
    private const int StoreObject = 0x81;
    private const int StoreFirstVariable = 0x0A;

    /// <summary>Goes to where a body that may begin with a stub reads a static field; false where it begins otherwise.</summary>
    public static bool Begins<TCode>(ref TCode code)
        where TCode : struct, IStubCode => Begins(ref code, out _);

    /// <summary>The stub at the beginning of a body; null where it has none.</summary>
    public static StubShape? Read<TCode>(TCode code)
        where TCode : struct, IStubCode
    {
        if (!Begins(ref code, out var takesCopy))
            return null;
        var slot = code.At;
        if (!code.Advance() || code.Code != Duplicate || !code.Advance() || !IsBranchIfNull(code.Code))
            return null;
        var none = code.Target;
        if (!SkipArguments(ref code, out var copies) || code.Code != CallVirtual)
            return null;
        var call = code.At;
        if (!code.Advance())
            return null;
        if (takesCopy)
            return IsPopAfterStore(ref code, none) ? new StubShape(slot, call, code.Next, null, true, true) : null;
        if (code.Code == LoadStatic && code.Advance() && code.Code == Pop && code.Advance() && IsBranchIfNull(code.Code))
            return IsPopBefore(ref code, code.Target, none) ? new StubShape(slot, call, code.Next, null, true, false) : null;
        if (code.Code == StoreFirstVariable && !SkipToReturn(ref code))
            return null;
        if (!IsPopAt(ref code, none))
            return null;
        var body = code.Next;
        return new StubShape(slot, call, body, FindMoved(ref code), false, copies);
    }

    // What comes out of a struct's constructor goes where the address below points.
    private static bool Begins<TCode>(ref TCode code, out bool takesCopy)
        where TCode : struct, IStubCode
    {
        takesCopy = false;
        if (!code.Advance())
            return false;
        takesCopy = code.Code == LoadFirstArgument;
        return (!takesCopy || code.Advance()) && code.Code == Volatile && code.Advance() && code.Code == LoadStatic;
    }

    private static int? FindMoved<TCode>(ref TCode code)
        where TCode : struct, IStubCode
    {
        if (!SkipArguments(ref code, out _) || code.Code != CallCode)
            return null;
        var moved = code.At;
        return code.Advance() && code.Code == Return && code.IsLast ? moved : null;
    }

    private static bool IsBranchIfNull(int code) => code is BranchIfNull or BranchIfNullShort;

    // ldfld Self; stobj T; ret; none: pop; pop; body:
    private static bool IsPopAfterStore<TCode>(ref TCode code, int none)
        where TCode : struct, IStubCode =>
        code.Code == LoadField && code.Advance() && code.Code == StoreObject && code.Advance()
        && IsPopAt(ref code, none) && code.Advance() && code.Code == Pop;

    // brfalse body; ret; none: pop; body:
    private static bool IsPopBefore<TCode>(ref TCode code, int body, int none)
        where TCode : struct, IStubCode => code.Advance() && IsPopAt(ref code, none) && code.Next == body;

    // ret; none: pop
    private static bool IsPopAt<TCode>(ref TCode code, int none)
        where TCode : struct, IStubCode => code.Code == Return && code.Advance() && code.At == none && code.Code == Pop;

    // What comes back of a struct's copy is stored without any branch.
    private static bool SkipToReturn<TCode>(ref TCode code)
        where TCode : struct, IStubCode
    {
        while (code.Code != Return)
        {
            if (!code.Advance())
                return false;
        }

        return true;
    }

    // Stops at what follows the arguments, of which the first may be copied, and a tail. prefix; false at the end.
    private static bool SkipArguments<TCode>(ref TCode code, out bool copies)
        where TCode : struct, IStubCode
    {
        copies = false;
        for (var count = 0; code.Advance(); count++)
        {
            if (count == 1 && code.Code == LoadObject)
                copies = true;
            else if (code.Code is not ((>= 0x02 and <= 0x05) or 0x0E or 0x109))
                return code.Code != Tail || code.Advance();
        }

        return false;
    }
}

/// <summary>Walks instructions one by one, of which it tells what stubs are known by.</summary>
internal interface IStubCode
{
    /// <summary>Where the instruction is.</summary>
    int At { get; }

    /// <summary>Where the next one is.</summary>
    int Next { get; }

    /// <summary>Its operation code: one byte, or 256 and the byte behind <c>FE</c>.</summary>
    int Code { get; }

    /// <summary>Where a branch leads.</summary>
    int Target { get; }

    /// <summary>Whether none follows.</summary>
    bool IsLast { get; }

    /// <summary>Goes to the next instruction; false at the end.</summary>
    bool Advance();
}
