using System.Runtime.InteropServices;
using HotWeave.Ghost.Bodies;
using HotWeave.Ghost.Profiling;

namespace HotWeave.Ghost.Stacks;

/// <summary>Looks at what all threads run, while the runtime holds them: for as long as that takes nothing is asked of it but their stacks.</summary>
internal sealed unsafe class StackWalker(ProfilerInfo info)
{
    private const int UsualDepth = 4096;

    // Longer than collections last; after it the caller hears of it.
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

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

    /// <summary>Says of each frame's method which version of its code is the newest by now.</summary>
    public void ReadNewest(Span<GhostFrame> frames)
    {
        foreach (ref var frame in frames)
            frame.Newest = info.FindNewestVersion(frame.Function);
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
        var stack = new Stack(UsualDepth);
        Suspend();
        try
        {
            foreach (var thread in info.ListThreads())
            {
                Walk(thread, &stack);
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

    // While the collector holds the threads, nobody else can: there is a moment when it has let them go.
    private void Suspend()
    {
        var until = Environment.TickCount64 + (long)s_limit.TotalMilliseconds;
        var wait = new SpinWait();
        int result;
        while ((result = info.SuspendRuntime()) == HResult.SuspensionInProgress && Environment.TickCount64 < until)
            wait.SpinOnce();
        GhostException.Check(result, GhostStep.Walk);
    }

    // A thread that runs nothing of .NET just now has no stack to show, which is an error and none of ours. One that shows a part only, and
    // not for want of room, would hide the rest.
    private void Walk(nint thread, Stack* stack)
    {
        while (true)
        {
            stack->Count = 0;
            stack->IsFull = false;
            var result = info.WalkStack(thread, &Note, stack);
            if (!stack->IsFull)
            {
                GhostException.Check(stack->Count == 0 ? HResult.Ok : result, GhostStep.Walk);
                return;
            }

            stack->Grow();
        }
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
        if (function == 0)
            return HResult.Ok;
        if (stack->Count == stack->Room)
        {
            stack->IsFull = true;
            return 1;
        }

        stack->Frames[stack->Count++] = new Frame { Function = function, Address = address };
        return HResult.Ok;
    }

    private struct Stack(int room)
    {
        public Frame* Frames = (Frame*)NativeMemory.Alloc((nuint)room, (nuint)sizeof(Frame));
        public int Room = room;
        public int Count;
        public bool IsFull;

        public void Grow()
        {
            Room *= 2;
            Frames = (Frame*)NativeMemory.Realloc(Frames, (nuint)Room * (nuint)sizeof(Frame));
        }
    }

    private struct Frame
    {
        public nint Function;
        public nint Address;
    }
}
