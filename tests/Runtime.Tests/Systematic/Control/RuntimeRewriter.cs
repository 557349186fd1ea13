using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace HotWeave.Runtime.Tests.Systematic.Control;

/// <summary>
/// Puts a scheduler under the built runtime: its code as it is, but that threads, locks, waits and the clock are <see cref="Controlled"/>'s, and that
/// it stops before each access which other threads may see. The product knows nothing of it.
/// </summary>
internal sealed class RuntimeRewriter
{
    // Before calls of these others may go on.
    private static readonly HashSet<string> s_seen =
    [
        "System.Threading.Interlocked", "System.Threading.Volatile", "System.Threading.CancellationTokenSource", "System.Threading.CancellationToken",
        "System.Threading.EventWaitHandle", "System.Threading.WaitHandle", "System.Threading.Tasks.TaskCompletionSource", "System.IO.File",
        "System.IO.FileSystemInfo", "System.IO.FileStream",
    ];

    private static readonly Dictionary<string, string> s_replaced = new()
    {
        ["System.Void System.Threading.Monitor::Enter(System.Object,System.Boolean&)"] = nameof(Controlled.Enter),
        ["System.Void System.Threading.Monitor::Exit(System.Object)"] = nameof(Controlled.Exit),
        ["System.Int32 System.Threading.WaitHandle::WaitAny(System.Threading.WaitHandle[],System.TimeSpan)"] = nameof(Controlled.WaitAny),
        ["System.Void System.Threading.Tasks.Task::Wait()"] = nameof(Controlled.Wait),
        ["System.Boolean System.Threading.Thread::Yield()"] = nameof(Controlled.YieldThread),
        ["System.Void System.Threading.SpinWait::SpinOnce()"] = nameof(Controlled.SpinOnce),
        ["System.Void System.Threading.Thread::Sleep(System.Int32)"] = nameof(Controlled.Sleep),
        ["System.Void System.Threading.Thread::Sleep(System.TimeSpan)"] = nameof(Controlled.Sleep),
        ["System.Void System.Threading.Thread::.ctor(System.Threading.ThreadStart)"] = nameof(Controlled.NewThread),
        ["System.Void System.Threading.Thread::UnsafeStart()"] = nameof(Controlled.Start),
        ["System.Boolean System.Threading.ThreadPool::UnsafeQueueUserWorkItem(System.Threading.WaitCallback,System.Object)"] = nameof(Controlled.Queue),
        ["System.Boolean System.Threading.ThreadPool::UnsafeQueueUserWorkItem(System.Threading.IThreadPoolWorkItem,System.Boolean)"] = nameof(Controlled.QueueItem),
        ["System.Int64 System.Diagnostics.Stopwatch::GetTimestamp()"] = nameof(Controlled.Timestamp),
        ["System.TimeSpan System.Diagnostics.Stopwatch::GetElapsedTime(System.Int64)"] = nameof(Controlled.Elapsed),
        ["System.Int64 System.Environment::get_TickCount64()"] = nameof(Controlled.TickCount),
        ["System.Int32 System.Environment::get_ProcessorCount()"] = nameof(Controlled.ProcessorCount),
        ["System.Int32 HotWeave.Protocol.UnitRegister::ThreadsStripe()"] = nameof(Controlled.Stripe),
        ["System.Void System.GC::Collect()"] = nameof(Controlled.Collect),
        ["System.Void System.GC::Collect(System.Int32)"] = nameof(Controlled.Collect),
        ["System.Void System.GC::Collect(System.Int32,System.GCCollectionMode,System.Boolean)"] = nameof(Controlled.Collect),
        ["System.Void System.GC::WaitForPendingFinalizers()"] = nameof(Controlled.WaitForFinalizers),
    };

    // Calls in which the system allocates.
    private static readonly string[] s_allocating =
    [
        "System.Threading.AsyncLocal`1<HotWeave.Protocol.Unit>::set_Value", "System.Threading.ThreadPool::UnsafeQueueUserWorkItem", "::UnsafeOnCompleted(", "::OnCompleted(",
        "System.Collections.Generic.List`1<HotWeave.Protocol.HandleWatch>::Add", "System.Array::Resize", "AsyncTaskMethodBuilder`1<HotWeave.Protocol.Unit>::SetResult",
        "::AsTask()", "AsyncTaskMethodBuilder`1<HotWeave.Protocol.Unit>::AwaitUnsafeOnCompleted",
    ];

    private const string Telemetry = "HotWeave";
    private const string OwnTelemetry = "HotWeave-Schedules";

    private readonly ModuleDefinition _module;
    private readonly TypeReference _controlled;

    private RuntimeRewriter(ModuleDefinition module)
    {
        _module = module;
        _controlled = module.ImportReference(typeof(Controlled));
    }

    /// <summary>The runtime's image with the scheduler under it, and with a defect where there is one to be put back.</summary>
    internal static byte[] Rewrite(byte[] image, PlantedDefect defect)
    {
        using var module = ModuleDefinition.ReadModule(new MemoryStream(image));
        var rewriter = new RuntimeRewriter(module);
        rewriter.RewriteAll(defect);
        // They are the application's, and finding them takes longer than all else.
        rewriter.Empty("HotWeave.Turning.MetadataUpdateHandlers", "Run");
        // Its finalizer would run whenever the collector likes, in a copy of the runtime that a failure has left as it was.
        rewriter.Empty("HotWeave.Protocol.LostUnits", "BeginLooking");
        rewriter.RenameTelemetry();
        return rewriter.Write();
    }

    /// <summary>The agent's image with the scheduler under it, and with a defect where there is one to be put back.</summary>
    internal static byte[] RewriteAgent(byte[] image, PlantedDefect defect)
    {
        using var module = ModuleDefinition.ReadModule(new MemoryStream(image));
        var rewriter = new RuntimeRewriter(module);
        rewriter.RewriteAll(defect);
        return rewriter.Write();
    }

    private void RewriteAll(PlantedDefect defect)
    {
        Plant(defect);
        foreach (var method in _module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody))
            Rewrite(method);
        TellOfFailures();
    }

    private byte[] Write()
    {
        var rewritten = new MemoryStream();
        _module.Write(rewritten);
        return rewritten.ToArray();
    }

    private void Rewrite(MethodDefinition method)
    {
        method.Body.SimplifyMacros();
        var il = method.Body.GetILProcessor();
        foreach (var instruction in method.Body.Instructions.ToList())
        {
            var (isSeen, allocates) = (IsSeen(method, instruction), Allocates(instruction));
            if (instruction.Operand is MethodReference called && s_replaced.TryGetValue(called.GetElementMethod().FullName, out var replacement))
                Replace(instruction, called, replacement);
            else if (isSeen)
                InsertBefore(il, instruction, nameof(Controlled.Pass));
            if (allocates)
                InsertBefore(il, instruction, nameof(Controlled.Allocate));
        }
    }

    private void Replace(Instruction instruction, MethodReference called, string replacement)
    {
        var parameters = called.Parameters.Select(static p => p.ParameterType).ToList();
        var result = called.ReturnType;
        if (instruction.OpCode == OpCodes.Newobj)
            result = called.DeclaringType;
        else if (called.HasThis)
            parameters.Insert(0, called.DeclaringType.IsValueType ? new ByReferenceType(called.DeclaringType) : called.DeclaringType);
        instruction.OpCode = OpCodes.Call;
        instruction.Operand = Reference(replacement, result, parameters);
    }

    private MethodReference Reference(string name, TypeReference result, IEnumerable<TypeReference> parameters)
    {
        var reference = new MethodReference(name, result, _controlled);
        foreach (var parameter in parameters)
            reference.Parameters.Add(new ParameterDefinition(parameter));
        return reference;
    }

    // Who jumps to the instruction comes to what stands before it.
    private void InsertBefore(ILProcessor il, Instruction instruction, string call)
    {
        var moved = Instruction.Create(OpCodes.Nop);
        (moved.OpCode, moved.Operand) = (instruction.OpCode, instruction.Operand);
        il.InsertAfter(instruction, moved);
        instruction.OpCode = OpCodes.Call;
        instruction.Operand = Reference(call, _module.TypeSystem.Void, []);
        // What ended with the instruction ends after it now: ends are exclusive and name the instruction that follows.
    }

    private static bool IsSeen(MethodDefinition method, Instruction instruction) => instruction.OpCode.Code switch
    {
        // The prefix, and not what follows it.
        Code.Volatile => true,
        Code.Stfld => instruction.Previous?.OpCode.Code != Code.Volatile && !method.IsConstructor && IsShared(method),
        Code.Stsfld => instruction.Previous?.OpCode.Code != Code.Volatile && !method.IsConstructor && !IsOfCompiler((MemberReference)instruction.Operand),
        Code.Call or Code.Callvirt or Code.Newobj => instruction.Previous?.OpCode.Code is not (Code.Constrained or Code.Tail)
            && s_seen.Contains(((MethodReference)instruction.Operand).DeclaringType.GetElementType().FullName),
        _ => false,
    };

    private static bool IsShared(MethodDefinition method) => !method.DeclaringType.IsValueType && !IsOfCompiler(method.DeclaringType);

    // A delegate that is kept once it was made, for example.
    private static bool IsOfCompiler(MemberReference member) => member.FullName.Contains('<', StringComparison.Ordinal);

    private static bool Allocates(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Newobj => instruction.Operand is MethodReference made && !made.DeclaringType.IsValueType && !made.DeclaringType.FullName.EndsWith("Exception", StringComparison.Ordinal),
        Code.Newarr or Code.Box => true,
        Code.Call or Code.Callvirt => instruction.Previous?.OpCode.Code is not (Code.Constrained or Code.Tail)
            && Array.Exists(s_allocating, a => ((MethodReference)instruction.Operand).FullName.Contains(a, StringComparison.Ordinal)),
        _ => false,
    };

    // Everything that the guard keeps from the application is a broken promise here.
    private void TellOfFailures()
    {
        var tell = _module.GetType("HotWeave.Guarding.Guard").Methods.Single(static m => m.Name == "Tell");
        var il = tell.Body.GetILProcessor();
        var first = tell.Body.Instructions[0];
        foreach (var parameter in tell.Parameters)
            il.InsertBefore(first, il.Create(OpCodes.Ldarg, parameter));
        il.InsertBefore(first, il.Create(OpCodes.Call, Reference(nameof(Controlled.Told), _module.TypeSystem.Void, tell.Parameters.Select(static p => p.ParameterType))));
    }

    private void Empty(string type, string method)
    {
        var body = _module.GetType(type).Methods.Single(m => m.Name == method && m.IsAssembly).Body;
        body.ExceptionHandlers.Clear();
        body.Instructions.Clear();
        body.GetILProcessor().Emit(OpCodes.Ret);
    }

    // Meters and sources are known to the whole process by name, and other tests listen to the real ones.
    private void RenameTelemetry()
    {
        foreach (var type in _module.GetTypes().Where(static t => t.Namespace.StartsWith("HotWeave.Telemetry", StringComparison.Ordinal)))
        {
            foreach (var instruction in type.Methods.Where(static m => m.HasBody).SelectMany(static m => m.Body.Instructions).Where(static i => i.Operand is Telemetry))
                instruction.Operand = OwnTelemetry;
            foreach (var attribute in type.CustomAttributes.Where(static a => a.AttributeType.Name == "EventSourceAttribute"))
            {
                attribute.Properties.Clear();
                attribute.Properties.Add(new CustomAttributeNamedArgument("Name", new CustomAttributeArgument(_module.TypeSystem.String, OwnTelemetry)));
            }
        }
    }

    private void Plant(PlantedDefect defect)
    {
        if (defect != PlantedDefect.None)
            new DefectPlanter(_module).Plant(defect);
    }
}
