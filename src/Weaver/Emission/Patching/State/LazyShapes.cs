using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Makes the check that stands before every access of a field of a type whose objects are converted at their first touch. An object's number is an added field like any
/// other, one per number, so that it is found as quickly and undone like the rest.
/// </summary>
internal sealed class LazyShapes
{
    private readonly Dictionary<TypeDefinition, FieldDefinition> _marks = [];
    private readonly Dictionary<TypeDefinition, MethodDefinition> _checks = [];
    private readonly Holders _holders;
    private readonly TypeImporter _importer;

    public LazyShapes(PatchPlan plan, Holders holders, TypeImporter importer)
    {
        _holders = holders;
        _importer = importer;
        foreach (var numbers in plan.State.SelectMany(static s => s.Numbers).Where(n => plan.Listed.Lazy.Contains(n.Type)))
            _marks.Add(numbers.Type, Mark(numbers));
    }

    /// <summary>The added fields that hold the numbers.</summary>
    public IEnumerable<AddedField> Fields => _marks.Values.Select(static f => new AddedField(f, null, f.Name));

    /// <summary>Whether an access of the field needs the check.</summary>
    public bool Guards(FieldDefinition field) => !field.IsStatic && _marks.TryGetValue(field.DeclaringType, out var mark) && mark != field;

    /// <summary>The field that says of objects of the type that they have the new shape; null for types that are not converted so.</summary>
    public FieldDefinition? MarkOf(TypeDefinition type) => _marks.TryGetValue(type, out var mark) ? mark : null;

    /// <summary>The method that converts an object, unless it has been.</summary>
    /// <param name="type">The type in the new build.</param>
    /// <param name="access">The accessors of its mark.</param>
    public MethodDefinition CheckOf(TypeDefinition type, AddedFieldAccess access)
    {
        if (!_checks.TryGetValue(type, out var check))
            _checks.Add(type, check = Emit(type, access));
        return check;
    }

    // The module is in memory only, and is not written.
    private static FieldDefinition Mark(StateNumbers numbers)
    {
        var module = numbers.Type.Module;
        var isVolatile = new TypeReference("System.Runtime.CompilerServices", "IsVolatile", module, module.TypeSystem.CoreLibrary);
        var field = new FieldDefinition($"<HotWeave>shape{numbers.Number}", FieldAttributes.Private, new RequiredModifierType(isVolatile, module.TypeSystem.Int32));
        numbers.Type.Fields.Add(field);
        return field;
    }

    // ldarg.0; call get mark; brtrue done; ldarg.0; ldtoken home; call Type::GetTypeFromHandle; ldtoken T; call Type::GetTypeFromHandle; call LazyChange::Convert; done: ret
    private MethodDefinition Emit(TypeDefinition type, AddedFieldAccess access)
    {
        var module = _importer.Target;
        var home = new FieldClass(_marks[type], _holders.FindOrAdd(type), _importer);
        var check = home.Declare("Check", hasSelf: true);
        check.AggressiveInlining = true;
        var runtime = RuntimeReferences.AssemblyOf(module);
        var systemType = module.Core("System", "Type");
        var convert = module.CoreMethod(
            new TypeReference("HotWeave.Runtime", "LazyChange", module, runtime), "Convert", false, module.TypeSystem.Void, module.TypeSystem.Object, systemType, systemType);
        var done = Instruction.Create(OpCodes.Ret);
        var code = check.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(Instruction.Create(OpCodes.Call, access.Get.Over([.. check.GenericParameters])));
        code.Add(Instruction.Create(OpCodes.Brtrue, done));
        code.Add(Instruction.Create(OpCodes.Ldarg_0));
        code.Add(Instruction.Create(OpCodes.Ldtoken, home.Type));
        code.Add(Instruction.Create(OpCodes.Call, module.TypeFromHandle()));
        code.Add(Instruction.Create(OpCodes.Ldtoken, _importer.Import(type)));
        code.Add(Instruction.Create(OpCodes.Call, module.TypeFromHandle()));
        code.Add(Instruction.Create(OpCodes.Call, convert));
        code.Add(done);
        return check;
    }
}
