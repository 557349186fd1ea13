using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Weaving;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Homes;

/// <summary>
/// Weaves single methods of a patch while it is made: a dispatch class and a slot for each holder that has such methods, and stubs in front of their bodies, so that a later patch can
/// bring their next ones.
/// </summary>
internal sealed class HolderSlots
{
    private readonly RuntimeReferences _references;
    private readonly ModuleDefinition _target;
    private readonly SlotsEmitter _slots;
    private readonly DispatchClassEmitter _dispatchClasses;
    private readonly StubEmitter _stubs;
    private readonly TypeImporter _importer;
    private readonly MethodReference _mark;
    private readonly Dictionary<TypeDefinition, (TypeDefinition Dispatch, FieldDefinition Slot)> _woven = [];

    public HolderSlots(ModuleDefinition target)
    {
        _target = target;
        _references = new RuntimeReferences(target);
        _slots = new SlotsEmitter(target, _references);
        _dispatchClasses = new DispatchClassEmitter(target, _references);
        _stubs = new StubEmitter(_references, new WorkedCopies(target));
        _importer = new TypeImporter(target);
        _mark = _references.AddedMemberConstructor;
    }

    /// <summary>The text that tells these methods from those of any other patch.</summary>
    public List<string> Keys { get; } = [];

    /// <summary>Says of a method or type what it is to later patches.</summary>
    public void Mark(ICustomAttributeProvider member, AddedMark mark)
    {
        Keys.Add(mark.Key);
        mark.Write(member, _mark, _target.TypeSystem.String);
    }

    /// <summary>Puts a stub before the body of a method.</summary>
    /// <param name="holder">The class whose version the method belongs to.</param>
    /// <param name="method">The method, which has its body.</param>
    /// <param name="codeSize">How many bytes of IL that is.</param>
    public void Weave(TypeDefinition holder, MethodDefinition method, int codeSize)
    {
        if (!_woven.TryGetValue(holder, out var woven))
        {
            var dispatch = _dispatchClasses.Add(DispatchSubclass.NewName(_target, GeneratedName.DispatchClass(holder)));
            _woven.Add(holder, woven = (dispatch, _slots.Add(dispatch)));
        }

        var name = GeneratedName.Free(GeneratedName.DispatchMethod(method), name => woven.Dispatch.Methods.Any(m => m.Name == name));
        var dispatchMethod = DispatchSignature.DeclareAbstract(method, name, _importer);
        woven.Dispatch.Methods.Add(dispatchMethod);
        var isTail = method.Body.Instructions.Any(static i => i.OpCode.Code == Code.Tail);
        _stubs.Emit(new Stub(method, woven.Slot, dispatchMethod, ExportKind.InPlace, null, codeSize <= WeavePlanner.InlinedBody
            && !method.NoInlining, isTail, null));
    }

    /// <summary>Marks the patch as woven, for one that has nothing else to weave.</summary>
    public void MarkBaseline(BaselineMark mark) => Weaving.BaselineMarkEmitter.Mark(_target, mark, _references);
}
