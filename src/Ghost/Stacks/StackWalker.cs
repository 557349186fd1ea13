using System.Runtime.InteropServices;
using HotWeave.Ghost.Bodies;
using HotWeave.Ghost.Profiling;

namespace HotWeave.Ghost.Stacks;

/// <summary>Looks at what all threads run, while the runtime holds them: for as long as that takes nothing is asked of it but their stacks.</summary>
internal sealed unsafe class StackWalker(ProfilerInfo info)
{
    private const int DeepestStack = 4096;

    /// <summary>The methods of the stacks, once for each thread and version of their code.</summary>
    public List<GhostFrame> FindFrames()
    {
        var walked = Walk();
        var modules = new Dictionary<nint, Guid>();
        var seen = new HashSet<(nint Thread, nint Function, nint Version)>();
        var frames = new List<GhostFrame>();
        foreach (var (thread, function, address) in walked)
        {
            var version = info.FindVersion(address);
            if (!seen.Add((thread, function, version)) || !info.TryFindMethod(function, out var module, out var method))
                continue;
            if (!modules.TryGetValue(module, out var id))
                modules.Add(module, id = ReadId(module));
            frames.Add(new GhostFrame
            {
                Module = id,
                Method = method,
                Thread = info.FindSystemThread(thread),
                Function = function,
                Version = version,
                Offset = FindOffset(module, method, function, version, address),
            });
        }

        return frames;
    }

    /// <summary>Says of each frame whether its method has newer code by now than that which runs.</summary>
    public void MarkOld(Span<GhostFrame> frames)
    {
        foreach (ref var frame in frames)
            frame.IsOld = info.FindNewestVersion(frame.Function) > frame.Version ? 1 : 0;
    }

    // Of code with a stub the map counts from the stub on.
    private int FindOffset(nint module, int method, nint function, nint version, nint address)
    {
        var offset = CodeMap.FindOffset(info, function, version, address);
        return version != 0 && offset >= 0 && BodyTable.TryFind(module, method, out var body) ? Math.Max(0, offset - body.Shift) : offset;
    }

    private List<(nint Thread, nint Function, nint Address)> Walk()
    {
        var walked = new List<(nint Thread, nint Function, nint Address)>();
        var stack = new Stack { Frames = (Frame*)NativeMemory.Alloc(DeepestStack, (nuint)sizeof(Frame)) };
        GhostException.Check(info.SuspendRuntime(), GhostStep.Walk);
        try
        {
            foreach (var thread in info.ListThreads())
            {
                stack.Count = 0;
                // A thread that runs nothing of .NET just now has no stack to show, which is an error and none of ours.
                _ = info.WalkStack(thread, &Note, &stack);
                for (var i = 0; i < stack.Count; i++)
                    walked.Add((thread, stack.Frames[i].Function, stack.Frames[i].Address));
            }
        }
        finally
        {
            info.ResumeRuntime();
            NativeMemory.Free(stack.Frames);
        }

        return walked;
    }

    private Guid ReadId(nint module)
    {
        if (!MetadataReader.TryOpen(info, module, out var reader))
            return Guid.Empty;
        using (reader)
            return reader.TryReadId(out var id) ? id : Guid.Empty;
    }

    // S_FALSE ends the walk.
    [UnmanagedCallersOnly]
    private static int Note(nint function, nint address, nint frame, uint length, byte* context, void* data)
    {
        var stack = (Stack*)data;
        if (function != 0)
            stack->Frames[stack->Count++] = new Frame { Function = function, Address = address };
        return stack->Count < DeepestStack ? HResult.Ok : 1;
    }

    private struct Stack
    {
        public Frame* Frames;
        public int Count;
    }

    private struct Frame
    {
        public nint Function;
        public nint Address;
    }
}
