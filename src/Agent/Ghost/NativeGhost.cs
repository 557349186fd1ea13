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

    /// <summary>Looks whether plans can be carried out, and changes nothing.</summary>
    public GhostAnswer Check(byte[] plans) => Carry("HotWeaveGhostCheck", plans);

    /// <summary>Defines the types that plans say.</summary>
    public GhostAnswer Weave(byte[] plans) => Carry("HotWeaveGhostWeave", plans);

    /// <summary>Makes the stubs of methods ready, which nothing has inlined from now on that is compiled.</summary>
    public GhostAnswer OpenBatch(GhostMethod[] methods) => Carry("HotWeaveGhostOpenBatch", methods);

    /// <summary>Gives methods of the open batch their stubs, in one request.</summary>
    public GhostAnswer RequestStubs(GhostMethod[] methods) => Carry("HotWeaveGhostRequestStubs", methods);

    /// <summary>Ends what opening a batch began, whatever became of it.</summary>
    public GhostAnswer CloseBatch() => Call("HotWeaveGhostCloseBatch");

    /// <summary>Marks what it wove.</summary>
    public GhostAnswer Mark() => Call("HotWeaveGhostMark");

    /// <summary>Takes back the stubs of the last batch.</summary>
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

    /// <summary>The methods that threads run.</summary>
    public GhostFrame[] FindFrames()
    {
        for (var room = 16 * 1024; ; room *= 2)
        {
            var frames = new GhostFrame[room];
            GhostAnswer answer;
            fixed (GhostFrame* at = frames)
                ((delegate* unmanaged<GhostFrame*, int, GhostAnswer*, void>)Find("HotWeaveGhostFrames"))(at, room, &answer);
            Check(answer);
            if (answer.Methods <= room)
                return frames[..answer.Methods];
        }
    }

    /// <summary>Says of each frame's method which version of its code is the newest that was compiled.</summary>
    public void ReadNewest(GhostFrame[] frames)
    {
        GhostAnswer answer;
        fixed (GhostFrame* at = frames)
            ((delegate* unmanaged<GhostFrame*, int, GhostAnswer*, void>)Find("HotWeaveGhostReadNewest"))(at, frames.Length, &answer);
        Check(answer);
    }

    private static void Check(GhostAnswer answer)
    {
        if (answer.Step != GhostStep.Done)
            throw new InvalidOperationException($"the runtime does not show its stacks: {answer.Step} 0x{answer.Result:x8}");
    }

    private GhostAnswer Carry(string function, byte[] plans)
    {
        GhostAnswer answer;
        fixed (byte* bytes = plans)
            ((delegate* unmanaged<byte*, int, GhostAnswer*, void>)Find(function))(bytes, plans.Length, &answer);
        return answer;
    }

    private GhostAnswer Carry(string function, GhostMethod[] methods)
    {
        GhostAnswer answer;
        fixed (GhostMethod* at = methods)
            ((delegate* unmanaged<GhostMethod*, int, GhostAnswer*, void>)Find(function))(at, methods.Length, &answer);
        return answer;
    }

    private GhostAnswer Call(string function)
    {
        GhostAnswer answer;
        ((delegate* unmanaged<GhostAnswer*, void>)Find(function))(&answer);
        return answer;
    }

    private nint Find(string function) => NativeLibrary.GetExport(_library, function);
}
