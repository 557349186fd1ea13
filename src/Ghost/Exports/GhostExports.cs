using System.Runtime.InteropServices;
using HotWeave.Ghost.Profiling;
using HotWeave.Ghost.Stacks;
using HotWeave.Ghost.Weaving;

namespace HotWeave.Ghost.Exports;

/// <summary>
/// Where the agent enters the library. Each operation runs on a thread of its own, since the runtime takes most calls from threads only
/// that run nothing of the application, and has ended when its function returns.
/// </summary>
internal static unsafe class GhostExports
{
    // One operation at a time; and the woven modules of the process, from the first operation on.
    private static readonly Lock s_lock = new();
    private static GhostWeaver? s_weaver;

    [UnmanagedCallersOnly(EntryPoint = "HotWeaveGhostIsAttached")]
    private static int IsAttached() => ProfilerCallback.Info.IsNone ? 0 : 1;

    [UnmanagedCallersOnly(EntryPoint = "HotWeaveGhostCheck")]
    private static void Check(byte* plans, int length, GhostAnswer* answer) => Run(answer, info => Weaver(info).Check(plans, length, answer));

    [UnmanagedCallersOnly(EntryPoint = "HotWeaveGhostWeave")]
    private static void Weave(byte* plans, int length, GhostAnswer* answer) => Run(answer, info => Weaver(info).Weave(plans, length, answer));

    [UnmanagedCallersOnly(EntryPoint = "HotWeaveGhostMark")]
    private static void Mark(GhostAnswer* answer) => Run(answer, info => Weaver(info).Mark());

    [UnmanagedCallersOnly(EntryPoint = "HotWeaveGhostOpenBatch")]
    private static void OpenBatch(GhostMethod* methods, int count, GhostAnswer* answer) =>
        Run(answer, info => Weaver(info).OpenBatch(new ReadOnlySpan<GhostMethod>(methods, count)));

    [UnmanagedCallersOnly(EntryPoint = "HotWeaveGhostRequestStubs")]
    private static void RequestStubs(GhostMethod* methods, int count, GhostAnswer* answer) =>
        Run(answer, info => Weaver(info).RequestStubs(new ReadOnlySpan<GhostMethod>(methods, count), answer));

    [UnmanagedCallersOnly(EntryPoint = "HotWeaveGhostCloseBatch")]
    private static void CloseBatch(GhostAnswer* answer) => Run(answer, info => Weaver(info).CloseBatch());

    [UnmanagedCallersOnly(EntryPoint = "HotWeaveGhostRevert")]
    private static void Revert(GhostAnswer* answer) => Run(answer, info => Weaver(info).Revert());

    [UnmanagedCallersOnly(EntryPoint = "HotWeaveGhostErrors")]
    private static int Errors(GhostError* errors, int capacity) => StubErrors.Copy(new Span<GhostError>(errors, capacity));

    // Takes as many as there is room for, and says how many there are.
    [UnmanagedCallersOnly(EntryPoint = "HotWeaveGhostFrames")]
    private static void Frames(GhostFrame* frames, int capacity, GhostAnswer* answer) => Run(answer, info =>
    {
        var found = new StackWalker(info).FindFrames();
        CollectionsMarshal.AsSpan(found)[..Math.Min(found.Count, capacity)].CopyTo(new Span<GhostFrame>(frames, capacity));
        answer->Methods = found.Count;
    });

    [UnmanagedCallersOnly(EntryPoint = "HotWeaveGhostReadNewest")]
    private static void ReadNewest(GhostFrame* frames, int count, GhostAnswer* answer) =>
        Run(answer, info => new StackWalker(info).ReadNewest(new Span<GhostFrame>(frames, count)));

    private static GhostWeaver Weaver(ProfilerInfo info) => s_weaver ??= new GhostWeaver(info);

    private static void Run(GhostAnswer* answer, Action<ProfilerInfo> operation)
    {
        *answer = default;
        var thread = new Thread(() => RunToEnd(answer, operation)) { IsBackground = true };
        thread.Start();
        thread.Join();
    }

    private static void RunToEnd(GhostAnswer* answer, Action<ProfilerInfo> operation)
    {
        try
        {
            lock (s_lock)
            {
                var info = ProfilerCallback.Info;
                if (info.IsNone)
                    throw new GhostException(GhostStep.Attach, HResult.Fail);
                operation(info);
            }
        }
        catch (GhostException e)
        {
            answer->Result = e.Result;
            answer->Step = e.Step;
            answer->Method = e.Method;
        }
        catch (Exception)
        {
            // The last frame of a thread in somebody else's process.
            answer->Result = HResult.Fail;
            answer->Step = GhostStep.Defect;
        }
    }
}
