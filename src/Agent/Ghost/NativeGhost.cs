using System.Runtime.InteropServices;
using HotWeave.Ghost;

namespace HotWeave.Control.Ghost;

/// <summary>The native part's functions. The runtime has loaded the library already; loading it again by the same path gives the same one.</summary>
internal sealed unsafe class NativeGhost
{
    private readonly nint _library;

    private NativeGhost(nint library) => _library = library;

    /// <summary>Whether the runtime has attached it.</summary>
    public bool IsAttached => ((delegate* unmanaged<int>)Find("HotWeaveGhostIsAttached"))() != 0;

    /// <summary>Finds the library.</summary>
    public static NativeGhost Load(string path) => new(NativeLibrary.Load(path));

    /// <summary>Weaves as plans say.</summary>
    public GhostAnswer Weave(byte[] plans)
    {
        GhostAnswer answer;
        fixed (byte* bytes = plans)
            ((delegate* unmanaged<byte*, int, GhostAnswer*, void>)Find("HotWeaveGhostWeave"))(bytes, plans.Length, &answer);
        return answer;
    }

    /// <summary>Marks what it wove.</summary>
    public GhostAnswer Mark() => Call("HotWeaveGhostMark");

    /// <summary>Takes back what it wove.</summary>
    public GhostAnswer Revert() => Call("HotWeaveGhostRevert");

    /// <summary>How many stubs the runtime could not take so far.</summary>
    public int CountErrors() => ((delegate* unmanaged<GhostError*, int, int>)Find("HotWeaveGhostErrors"))(null, 0);

    /// <summary>Those after so many.</summary>
    public IReadOnlyList<GhostError> FindErrors(int known)
    {
        var errors = new GhostError[64];
        int count;
        fixed (GhostError* at = errors)
            count = ((delegate* unmanaged<GhostError*, int, int>)Find("HotWeaveGhostErrors"))(at, errors.Length);
        var found = new List<GhostError>();
        for (var i = known; i < count && i < errors.Length; i++)
            found.Add(errors[i]);
        return found;
    }

    /// <summary>The methods that threads run in the code that they were loaded with.</summary>
    public GhostFrame[] FindFrames()
    {
        const int most = 16 * 1024;
        var frames = new GhostFrame[most];
        GhostAnswer answer;
        fixed (GhostFrame* at = frames)
            ((delegate* unmanaged<GhostFrame*, int, GhostAnswer*, void>)Find("HotWeaveGhostFrames"))(at, most, &answer);
        Check(answer);
        return frames[..Math.Min(answer.Methods, most)];
    }

    /// <summary>Says of each frame whether its method has newer code.</summary>
    public void MarkOld(GhostFrame[] frames)
    {
        GhostAnswer answer;
        fixed (GhostFrame* at = frames)
            ((delegate* unmanaged<GhostFrame*, int, GhostAnswer*, void>)Find("HotWeaveGhostMarkOld"))(at, frames.Length, &answer);
        Check(answer);
    }

    private static void Check(GhostAnswer answer)
    {
        if (answer.Step != GhostStep.Done)
            throw new InvalidOperationException($"the runtime does not show its stacks: {answer.Step} 0x{answer.Result:x8}");
    }

    private GhostAnswer Call(string function)
    {
        GhostAnswer answer;
        ((delegate* unmanaged<GhostAnswer*, void>)Find(function))(&answer);
        return answer;
    }

    private nint Find(string function) => NativeLibrary.GetExport(_library, function);
}
