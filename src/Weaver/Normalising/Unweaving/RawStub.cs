using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Normalising.Unweaving;

/// <summary>
/// The stub at the beginning of a woven body, read off its bytes: the shapes of <see cref="Model.StubPattern"/>, and nothing that is only like them.
/// </summary>
/// <param name="Body">Where the original instructions begin; for moved bodies, what loads the arguments for the body method.</param>
/// <param name="Called">For a stub behind which stands nothing but a call: what it calls, which may be the method that has the original instructions; 0 otherwise.</param>
internal readonly record struct RawStub(int Body, int Called)
{
    private const int Volatile = 0x113;
    private const int Tail = 0x114;
    private const int Ldsfld = 0x7E;
    private const int Dup = 0x25;
    private const int Pop = 0x26;
    private const int Call = 0x28;
    private const int Ret = 0x2A;
    private const int Brfalse = 0x39;
    private const int BrfalseShort = 0x2C;
    private const int Callvirt = 0x6F;
    private const int LoadObject = 0x71;
    private const int StoreObject = 0x81;
    private const int FirstArgument = 0x02;
    private const int StoreFirstVariable = 0x0A;

    /// <summary>Whether the body reads a slot first.</summary>
    /// <param name="image">The file.</param>
    /// <param name="body">The body.</param>
    /// <param name="isSlot">Whether a token is that of a slot.</param>
    public static bool Begins(byte[] image, in RawBody body, Func<int, bool> isSlot)
    {
        var code = new RawCode(image, body);
        return code.Advance() && (code.Code != FirstArgument || code.Advance()) && code.Code == Volatile && code.Advance()
            && code.Code == Ldsfld && isSlot(code.Token);
    }

    /// <summary>The stub of a body that <see cref="Begins"/> with one; null where it has another shape.</summary>
    public static RawStub? Read(byte[] image, in RawBody body)
    {
        var code = new RawCode(image, body);
        code.Advance();
        var isCopiedOut = code.Code == FirstArgument;
        if (isCopiedOut)
            code.Advance();
        code.Advance();
        if (!code.Advance() || code.Code != Dup || !code.Advance() || code.Code is not (Brfalse or BrfalseShort))
            return null;
        var none = code.Target;
        if (!SkipArguments(ref code) || code.Code != Callvirt || !code.Advance())
            return null;
        if (isCopiedOut)
            return IsCopiedOut(ref code, none) ? new RawStub(code.Next, 0) : null;
        if (code.Code == Ldsfld && code.Advance() && code.Code == Pop && code.Advance() && code.Code is Brfalse or BrfalseShort)
            return IsPopBefore(ref code, code.Target, none) ? new RawStub(code.Next, 0) : null;
        if (code.Code == StoreFirstVariable && !SkipTo(ref code, Ret))
            return null;
        if (!IsPopAt(ref code, none))
            return null;
        var start = code.Next;
        var isCall = SkipArguments(ref code) && code.Code == Call;
        var called = isCall ? code.Token : 0;
        return new RawStub(start, isCall && code.Advance() && code.Code == Ret && code.Next == body.End ? called : 0);
    }

    // brfalse body; ret; none: pop; body:
    private static bool IsPopBefore(ref RawCode code, int body, int none) => code.Advance() && IsPopAt(ref code, none) && code.Next == body;

    // stobj T; ret; none: pop; pop; body:
    private static bool IsCopiedOut(ref RawCode code, int none) =>
        code.Code == StoreObject && code.Advance() && IsPopAt(ref code, none) && code.Advance() && code.Code == Pop;

    // ret; none: pop
    private static bool IsPopAt(ref RawCode code, int none) => code.Code == Ret && code.Advance() && code.At == none && code.Code == Pop;

    // What comes back of a struct's copy is stored without any branch.
    private static bool SkipTo(ref RawCode code, int end)
    {
        while (code.Code != end)
        {
            if (!code.Advance())
                return false;
        }

        return true;
    }

    // Stops at what follows the arguments, of which a struct may be copied, and a tail. prefix; false at the end.
    private static bool SkipArguments(ref RawCode code)
    {
        do
        {
            if (!code.Advance())
                return false;
        }
        while (code.Code is (>= 0x02 and <= 0x05) or 0x0E or 0x109 or LoadObject);

        return code.Code != Tail || code.Advance();
    }
}
