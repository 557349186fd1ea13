using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Collections.Generic;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// The class in a patch that keeps the cells of the static fields added to one type, with the type's generic parameters. It is to them what the type is to its own static
/// fields: its static constructor runs the initialisers in the order of the source, once per instantiation, when the first of the fields is used.
/// </summary>
internal sealed class StaticsOfType
{
    private const TypeAttributes Attributes = TypeAttributes.NestedPublic | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit;
    private const MethodAttributes Public = MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.Static;

    private readonly Dictionary<FieldDefinition, Entry> _entries = [];
    private readonly TypeDefinition _declaring;
    private readonly TypeImporter _importer;

    public StaticsOfType(TypeDefinition declaring, TypeDefinition holder, TypeImporter importer)
    {
        _declaring = declaring;
        _importer = importer;
        Type = new TypeDefinition("", GeneratedName.Statics, Attributes, importer.Target.TypeSystem.Object);
        holder.NestedTypes.Add(Type);
        GenericParameterCopy.Declare(declaring.GenericParameters, Type);
        GenericParameterCopy.Constrain(declaring.GenericParameters, Type, References());
        Make = new MethodDefinition("Make", Public, importer.Target.TypeSystem.Void);
        Type.Methods.Add(Make);
        DispatchSubclass.Hide(importer.Target, Make);
    }

    public TypeDefinition Type { get; }

    /// <summary>Runs the initialisers that have not run.</summary>
    public MethodDefinition Make { get; }

    /// <summary>Whether the runtime can run the initialisers before anybody uses the fields: there is one instantiation.</summary>
    public bool IsInitialisedFirst => !_declaring.HasGenericParameters && _entries.Values.Any(static e => e.Initial is not null);

    /// <summary>Adds a field that holds what a look-up of the added field gives.</summary>
    /// <param name="added">The added field.</param>
    /// <param name="kept">The type of what is kept.</param>
    /// <param name="value">The added field's type, as the class sees it.</param>
    /// <param name="initial">The added field's initialiser, with the generic parameters of the type.</param>
    public FieldDefinition Keep(AddedField added, TypeReference kept, TypeReference value, MethodDefinition? initial)
    {
        var field = new FieldDefinition(added.Field.Name, FieldAttributes.Public | FieldAttributes.Static | FieldAttributes.InitOnly, kept);
        Type.Fields.Add(field);
        _entries.Add(added.Field, new Entry(added, field, value, initial));
        return field;
    }

    /// <summary>Emits the code, when all fields are known.</summary>
    /// <param name="order">All added fields, those of the type in the order of their initialisers.</param>
    /// <param name="state">The runtime's members.</param>
    public void Complete(IEnumerable<AddedField> order, StateReferences state)
    {
        var entries = order.Where(a => _entries.ContainsKey(a.Field)).Select(a => _entries[a.Field]).ToList();
        var constructor = FieldClass.DeclareConstructor(Type);
        var code = constructor.Body.Instructions;
        foreach (var entry in entries)
        {
            // ldtoken T; call Type::GetTypeFromHandle; ldstr key; call Of; stsfld
            LoadKey(code, entry);
            code.Add(Instruction.Create(OpCodes.Call, entry.Added.IsOfThreads ? state.StaticOfThreads(entry.Value) : state.StaticOf(entry.Value)));
            code.Add(Instruction.Create(OpCodes.Stsfld, Seen(entry.Field, Type)));
        }

        code.Add(Instruction.Create(OpCodes.Call, Seen(Make)));
        code.Add(Instruction.Create(OpCodes.Ret));
        foreach (var entry in entries.Where(static e => !e.Added.IsOfThreads))
            EmitMake(Make.Body.Instructions, entry, state);
        Make.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
    }

    /// <summary>A field of the class, or of its instantiation over the generic parameters of a context that has them.</summary>
    public static FieldReference Seen(FieldDefinition field, IGenericParameterProvider context) =>
        context.HasGenericParameters ? new FieldReference(field.Name, field.FieldType, field.DeclaringType.Over([.. context.GenericParameters])) : field;

    // ldtoken T; call Type::GetTypeFromHandle; ldstr key; ldnull; (ldftn Initial; newobj Func;) call Make
    private void EmitMake(Collection<Instruction> code, Entry entry, StateReferences state)
    {
        LoadKey(code, entry);
        code.Add(Instruction.Create(OpCodes.Ldnull));
        if (entry.Initial is not null)
        {
            code.Add(Instruction.Create(OpCodes.Ldftn, entry.Initial.Over([.. Type.GenericParameters])));
            code.Add(Instruction.Create(OpCodes.Newobj, state.FunctionConstructor(entry.Value)));
        }

        code.Add(Instruction.Create(OpCodes.Call, state.StaticMake(entry.Value)));
    }

    private void LoadKey(Collection<Instruction> code, Entry entry)
    {
        code.Add(Instruction.Create(OpCodes.Ldtoken, References().Type(_declaring.SelfReference())));
        code.Add(Instruction.Create(OpCodes.Call, _importer.Target.TypeFromHandle()));
        code.Add(Instruction.Create(OpCodes.Ldstr, entry.Added.Key));
    }

    private MethodReference Seen(MethodDefinition method) =>
        Type.HasGenericParameters ? new MethodReference(method.Name, method.ReturnType, Type.Over([.. Type.GenericParameters])) : method;

    private ReferenceRewriter References() => new(_importer, new GenericMap([.. Type.GenericParameters], []));

    private sealed record Entry(AddedField Added, FieldDefinition Field, TypeReference Value, MethodDefinition? Initial);
}
