using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Normalising.Unweaving;

/// <summary>The stub at the beginning of a woven body, read off its bytes.</summary>
/// <param name="Body">Where the original instructions begin; for moved bodies, what loads the arguments for the body method.</param>
/// <param name="Called">
/// For a stub behind which stands nothing but a call: what it calls, which may be the method that has the original instructions; 0
/// otherwise.
/// </param>
internal readonly record struct RawStub(int Body, int Called)
{
    /// <summary>Whether the body reads a slot first.</summary>
    /// <param name="image">The file.</param>
    /// <param name="body">The body.</param>
    /// <param name="isSlot">Whether a token is that of a slot.</param>
    public static bool Begins(byte[] image, in RawBody body, Func<int, bool> isSlot)
    {
        var code = new RawCode(image, body);
        return StubShape.Begins(ref code) && isSlot(code.Token);
    }

    /// <summary>The stub of a body that <see cref="Begins"/> with one; null where it has another shape.</summary>
    public static RawStub? Read(byte[] image, in RawBody body)
    {
        if (StubShape.Read(new RawCode(image, body)) is not { } shape)
            return null;
        // The operation code of a call is one byte.
        return new RawStub(shape.Body, shape.Moved is { } call ? BitConverter.ToInt32(image, call + 1) : 0);
    }
}
