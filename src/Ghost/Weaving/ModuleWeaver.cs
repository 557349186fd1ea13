using System.Runtime.InteropServices;
using HotWeave.Ghost.Bodies;
using HotWeave.Ghost.Plans;
using HotWeave.Ghost.Profiling;

namespace HotWeave.Ghost.Weaving;

/// <summary>Weaves one module of the process: reads the bodies its methods have, defines the types, and makes the bodies they get.</summary>
internal sealed unsafe class ModuleWeaver(ProfilerInfo info, nint module, ModulePlan plan)
{
    private readonly Dictionary<int, (nint Body, int Length)> _live = [];
    private readonly Dictionary<int, StubCode> _stubs = [];
    private readonly HashSet<int> _stubbed = [];
    private byte[] _mark = [];
    private int _markConstructor;
    private bool _isMarked;

    /// <summary>The module.</summary>
    public nint Module => module;

    /// <summary>The module's id.</summary>
    public Guid Mvid => plan.Mvid;

    /// <summary>Reads the bodies of all methods, and looks whether the module is woven already.</summary>
    public void ReadBodies()
    {
        if (!MetadataReader.TryOpen(info, module, out var reader))
            throw new GhostException(GhostStep.FindModule, HResult.Fail);
        using (reader)
        {
            if (reader.HasType(plan.Slots))
                throw new GhostException(GhostStep.IsWoven, HResult.Fail);
        }

        foreach (var export in plan.Types.SelectMany(static t => t.Exports))
        {
            GhostException.Check(info.FindBody(module, export.Method, out var body, out var length), GhostStep.ReadBody, export.Method);
            if (new StubCode(0, 0, export.Arguments, export.IsConstructor, export.TailCall).Measure(new ReadOnlySpan<byte>(body, length)) < 0)
                throw new GhostException(GhostStep.ReadBody, HResult.InvalidArgument, export.Method);
            _live.Add(export.Method, ((nint)body, length));
        }
    }

    /// <summary>Defines dispatch classes and slots, and has the runtime take them.</summary>
    public void Define(AssemblyVersion runtime)
    {
        using var writer = MetadataWriter.Open(info, module);
        var types = new TypeDefiner(writer, plan, runtime);
        types.Define(_stubs);
        // The plan is the caller's, and the mark comes last.
        _mark = new ReadOnlySpan<byte>(plan.Mark.Bytes, plan.Mark.Length).ToArray();
        _markConstructor = types.MarkConstructor;
        GhostException.Check(info.ApplyMetadata(module), GhostStep.Apply);
        foreach (var constructor in types.Constructors)
            GhostException.Check(info.SetBody(module, constructor, types.ConstructorBody), GhostStep.Apply);
    }

    /// <summary>Puts a method into a batch, unless it has its stub already or gets none.</summary>
    public void AddStub(StubBatch batch, int method)
    {
        if (_stubs.ContainsKey(method) && _stubbed.Add(method))
            batch.Add(this, method);
    }

    /// <summary>Takes a method's stub as not there.</summary>
    public void GiveUp(int method) => _stubbed.Remove(method);

    /// <summary>Makes the body of a method, which stays to the end of the process.</summary>
    public NewBody MakeBody(int method)
    {
        var stub = _stubs[method];
        var (body, length) = _live[method];
        var live = new ReadOnlySpan<byte>((void*)body, length);
        var size = stub.Measure(live);
        var made = (byte*)NativeMemory.Alloc((nuint)size);
        stub.Write(live, new Span<byte>(made, size));
        return new NewBody(made, size, stub.Size, StubCode.MeasureCode(live));
    }

    /// <summary>Puts the mark of a woven assembly on it, once.</summary>
    public void Mark()
    {
        if (_isMarked)
            return;
        using var writer = MetadataWriter.Open(info, module);
        fixed (byte* mark = _mark)
            writer.MarkAssembly(_markConstructor, new PlanBlob(mark, _mark.Length));
        GhostException.Check(info.ApplyMetadata(module), GhostStep.Mark);
        _isMarked = true;
    }
}
