using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching.Slots;

/// <summary>
/// Cases of generic types whose arguments only the object knows (<c>class Handler&lt;T&gt; : Handler</c>). The patch has the case as a generic method; the runtime finds
/// its instance for the object's type once and keeps the address.
/// </summary>
internal sealed class OpenCases
{
    private const MethodAttributes Static = MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.Static;

    private readonly Holders _holders;
    private readonly TypeImporter _importer;

    public OpenCases(Holders holders, TypeImporter importer)
    {
        _holders = holders;
        _importer = importer;
    }

    /// <summary>Emits the call that a case ends with, in a method with the generic parameters of the case's type and of its target.</summary>
    public delegate void Ending(
        MethodDefinition method, SlotCase @case, IReadOnlyList<TypeReference> typeArguments, IReadOnlyList<GenericParameter> methodArguments, VariableDefinition? self);

    /// <summary>
    /// Whether an argument cannot be turned from the slot's type into the override's by boxing: <c>Span&lt;T&gt;</c> and <c>Span&lt;int&gt;</c>,
    /// <c>ref T</c> and <c>ref string</c>.
    /// </summary>
    public static bool NeedsOwnFrame(SlotCase @case, MethodDefinition method) =>
        @case.View is GenericInstanceType
        && @case.Target.Parameters.Where((p, i) => SignatureText.Plain.Write(p.ParameterType) != SignatureText.Plain.Write(method.Parameters[i + 1].ParameterType))
            .Select(static p => p.ParameterType).Append(@case.Target.ReturnType).Any(static t => IsByRefLike(t) || IsByRefToObject(t));

    // ldsflda cache; ldarg.0; ldtoken T; ldtoken body; ldtoken arguments; call GenericCases::Find; stloc address; ldloc address; brfalse next
    // ldarg…; ldloc address; calli; ret
    public void Emit(MethodDefinition method, TypeDefinition slotType, SlotCase @case, Instruction next, Ending ending)
    {
        var module = method.Module;
        var body = DeclareBody(method, slotType, @case);
        ending(body, @case, [.. body.GenericParameters.Take(@case.Type.GenericParameters.Count)], [.. body.GenericParameters.Skip(@case.Type.GenericParameters.Count)], null);
        var runtime = new GenericCaseReferences(module);
        var cache = new FieldDefinition(body.Name, FieldAttributes.Public | FieldAttributes.Static, runtime.Type);
        body.DeclaringType.Fields.Add(cache);
        var type = new ReferenceRewriter(_importer, GenericMap.Empty).Type(@case.Type);
        var arguments = Pack(module, [.. method.GenericParameters.Skip(slotType.GenericParameters.Count)]);
        var address = runtime.EmitFind(method, cache, type, body, arguments, next);

        var code = method.Body.Instructions;
        DispatchSubclass.LoadArguments(method);
        code.Add(Instruction.Create(OpCodes.Ldloc, address));
        var site = new CallSite(method.ReturnType);
        foreach (var parameter in method.Parameters)
            site.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        code.Add(Instruction.Create(OpCodes.Calli, site));
        code.Add(Instruction.Create(OpCodes.Ret));
    }

    // Generic parameters: those of the case's type, those of the slot. Parameters: those of the slot, as the type sees them.
    private MethodDefinition DeclareBody(MethodDefinition method, TypeDefinition slotType, SlotCase @case)
    {
        var holder = _holders.FindOrAdd(@case.Type);
        var name = "<" + @case.Target.Name + ">case";
        var body = new MethodDefinition(GeneratedName.Free(name, free => holder.Methods.Any(m => m.Name == free)), Static, method.Module.TypeSystem.Void);
        var slotArity = slotType.GenericParameters.Count;
        GenericParameterCopy.Declare(@case.Type.GenericParameters.Concat(method.GenericParameters.Skip(slotArity)), body);
        var own = body.GenericParameters.Take(@case.Type.GenericParameters.Count).ToList<TypeReference>();
        var more = body.GenericParameters.Skip(own.Count).ToList<TypeReference>();
        var references = new ReferenceRewriter(_importer, new GenericMap(own, more));
        GenericParameterCopy.Constrain(@case.Type.GenericParameters, body, references);
        var seen = @case.View is GenericInstanceType view ? view.GenericArguments.Select(references.Type).ToList() : [];
        var asSeen = new ReferenceRewriter(new TypeImporter(method.Module), new GenericMap([], [.. seen, .. more]));
        for (var i = 0; i < more.Count; i++)
        {
            foreach (var constraint in method.GenericParameters[slotArity + i].Constraints)
                body.GenericParameters[own.Count + i].Constraints.Add(new GenericParameterConstraint(asSeen.Type(constraint.ConstraintType)));
        }

        foreach (var parameter in method.Parameters)
            body.Parameters.Add(new ParameterDefinition(parameter.Name, parameter.Attributes, asSeen.Type(parameter.ParameterType)));
        body.ReturnType = asSeen.Type(method.ReturnType);
        holder.Methods.Add(body);
        DispatchSubclass.Hide(method.Module, body);
        return body;
    }

    // The arguments of a generic slot travel as those of one type: Action<V1, V2>.
    private static TypeReference Pack(ModuleDefinition module, IReadOnlyList<GenericParameter> arguments)
    {
        if (arguments.Count == 0)
            return module.TypeSystem.Object;
        var open = module.Core("System", "Action`" + arguments.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var pack = new GenericInstanceType(open);
        foreach (var argument in arguments)
        {
            open.GenericParameters.Add(new GenericParameter(open));
            pack.GenericArguments.Add(argument);
        }

        return pack;
    }

    // What stands for a parameter may be a value, so code may take its address for that of one; of an object it may not.
    private static bool IsByRefToObject(TypeReference type) => type switch
    {
        IModifierType modified => IsByRefToObject(modified.ElementType),
        ByReferenceType { ElementType: var element } => element is not GenericParameter && !element.IsValueType,
        _ => false,
    };

    private static bool IsByRefLike(TypeReference type) =>
        type is GenericInstanceType instance && instance.Resolve()?.CustomAttributes.Any(static a => a.AttributeType.Name == "IsByRefLikeAttribute") == true;
}
