using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Slots;

/// <summary>
/// Interfaces of generic classes whose arguments the class that answers casts does not have (<c>class Shelf&lt;T&gt; : Item</c>, where <c>Item</c> answers). The patch has the
/// answer as a generic method; the runtime finds its instance for the object's type once and keeps the address.
/// </summary>
internal sealed class OpenCasts
{
    private const MethodAttributes Static = MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.Static;

    private readonly Holders _holders;
    private readonly TypeImporter _importer;
    private readonly ModuleDefinition _module;
    private readonly TypeReference _handle;
    private readonly Dictionary<AddedInterface, FieldDefinition> _caches = [];
    private readonly Dictionary<AddedInterface, MethodDefinition> _answers = [];

    public OpenCasts(Holders holders, TypeImporter importer)
    {
        _holders = holders;
        _importer = importer;
        _module = importer.Target;
        _handle = _module.Core("System", "RuntimeTypeHandle", isValueType: true);
    }

    // ldsflda cache; ldarg self; ldtoken C; ldtoken answer; ldtoken Object; call GenericCases::Find; stloc address; ldloc address; brfalse next
    // ldarg handle; ldloc address; calli; stloc found; ldloca found; call RuntimeTypeHandle::get_Value; brfalse next; (ldc.i4.1 | ldloc found); ret
    public void Emit(MethodDefinition method, AddedInterface added, TypeDefinition implementation, bool isAsked, Instruction next)
    {
        var answer = AnswerOf(added, implementation);
        var type = new ReferenceRewriter(_importer, GenericMap.Empty).Type(added.Type);
        var address = new GenericCaseReferences(_module).EmitFind(method, _caches[added], type, answer, _module.TypeSystem.Object, next);
        var found = new VariableDefinition(_handle);
        method.Body.Variables.Add(found);
        var site = new CallSite(_handle);
        site.Parameters.Add(new ParameterDefinition(_handle));

        var code = method.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg, method.Parameters[1]));
        code.Add(Instruction.Create(OpCodes.Ldloc, address));
        code.Add(Instruction.Create(OpCodes.Calli, site));
        code.Add(Instruction.Create(OpCodes.Stloc, found));
        code.Add(Instruction.Create(OpCodes.Ldloca, found));
        code.Add(Instruction.Create(OpCodes.Call, _module.CoreMethod(_handle, "get_Value", true, _module.TypeSystem.IntPtr)));
        code.Add(Instruction.Create(OpCodes.Brfalse, next));
        code.Add(isAsked ? Instruction.Create(OpCodes.Ldc_I4_1) : Instruction.Create(OpCodes.Ldloc, found));
        code.Add(Instruction.Create(OpCodes.Ret));
    }

    // RuntimeTypeHandle answer<t>(RuntimeTypeHandle asked)
    // ldarg.0; call GetTypeFromHandle; ldtoken I<t>; call GetTypeFromHandle; bne.un no; ldtoken implementation<t>; ret; no: ldloca none; initobj; ldloc none; ret
    private MethodDefinition AnswerOf(AddedInterface added, TypeDefinition implementation)
    {
        if (_answers.TryGetValue(added, out var known))
            return known;
        var holder = _holders.FindOrAdd(added.Type);
        const string Name = "<HotWeave>cast";
        var answer = new MethodDefinition(GeneratedName.Free(Name, name => holder.Methods.Any(m => m.Name == name)), Static, _handle);
        GenericParameterCopy.Declare(added.Type.GenericParameters, answer);
        var references = new ReferenceRewriter(_importer, new GenericMap([.. answer.GenericParameters], []));
        GenericParameterCopy.Constrain(added.Type.GenericParameters, answer, references);
        answer.Parameters.Add(new ParameterDefinition(_handle));
        holder.Methods.Add(answer);
        DispatchSubclass.Hide(_module, answer);
        var cache = new FieldDefinition(answer.Name, FieldAttributes.Public | FieldAttributes.Static, new GenericCaseReferences(_module).Type);
        holder.Fields.Add(cache);
        _answers.Add(added, answer);
        _caches.Add(added, cache);

        var none = new VariableDefinition(_handle);
        answer.Body.Variables.Add(none);
        var no = Instruction.Create(OpCodes.Ldloca, none);
        var code = answer.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(Instruction.Create(OpCodes.Call, _module.TypeFromHandle()));
        code.Add(Instruction.Create(OpCodes.Ldtoken, references.Type(added.Interface)));
        code.Add(Instruction.Create(OpCodes.Call, _module.TypeFromHandle()));
        code.Add(Instruction.Create(OpCodes.Bne_Un, no));
        code.Add(Instruction.Create(OpCodes.Ldtoken, ((TypeReference)implementation).Over([.. answer.GenericParameters])));
        code.Add(Instruction.Create(OpCodes.Ret));
        code.Add(no);
        code.Add(Instruction.Create(OpCodes.Initobj, _handle));
        code.Add(Instruction.Create(OpCodes.Ldloc, none));
        code.Add(Instruction.Create(OpCodes.Ret));
        return answer;
    }
}
