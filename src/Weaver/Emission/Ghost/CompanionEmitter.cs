using HotWeave.Weaver.Emission.Patching;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Ghost;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Ghost;

/// <summary>
/// Makes the companion of a loaded assembly, which can be given no types from within the process: its dispatch classes and slots, as its
/// woven copy has them, public, each dispatch method with the token of the method that calls it.
/// <code>
/// [assembly: Companion(assembly, module id, baseline id, format, settings)]  [assembly: CompanionCaller(module id, token, name, flags)] …
/// .class public abstract HotWeave.Generated.D extends Dispatch { [CompanionStub(token)] .method public abstract R M(T self, …) }
/// .class public abstract sealed '&lt;HotWeave&gt;Slots' { .field public static class D modreq(IsVolatile) '&lt;&gt;9_D' … }
/// </code>
/// </summary>
internal sealed class CompanionEmitter
{
    private readonly ModuleDefinition _original;
    private readonly ModuleDefinition _companion;
    private readonly RuntimeReferences _references;

    private CompanionEmitter(ModuleDefinition original)
    {
        _original = original;
        _companion = PatchModule.Create(GeneratedName.Companion(original.Assembly.Name.Name), original);
        _references = new RuntimeReferences(_companion);
    }

    /// <summary>Makes it.</summary>
    /// <param name="original">The loaded assembly as it was read.</param>
    /// <param name="plan">What weaving does to its copy.</param>
    /// <param name="callers">What may have methods inlined that get a stub.</param>
    public static ModuleDefinition Emit(ModuleDefinition original, WeavePlan plan, IReadOnlyList<InlineCaller> callers)
    {
        var emitter = new CompanionEmitter(original);
        emitter.MarkAssembly(plan.Mark);
        foreach (var caller in callers)
            emitter.NameCaller(caller);
        emitter.AddTypes(plan);
        return emitter._companion;
    }

    private void AddTypes(WeavePlan plan)
    {
        var methods = new PlannedMethods(_original);
        var classes = new DispatchClassEmitter(_companion, _references);
        var slots = new SlotsEmitter(_companion, _references);
        var importer = new TypeImporter(_companion);
        foreach (var type in plan.Types.Where(static t => t.DispatchClass is not null))
        {
            var dispatchClass = classes.Add(type.DispatchClass!);
            dispatchClass.IsPublic = true;
            var slot = slots.Add(dispatchClass);
            slot.IsPublic = true;
            slot.DeclaringType.IsPublic = true;
            foreach (var export in type.Exports)
            {
                var method = DispatchSignature.DeclareAbstract(methods[export.Method], export.DispatchMethod, importer);
                method.CustomAttributes.Add(Attribute(GeneratedName.CompanionStubAttribute, (int)export.Method.Token));
                dispatchClass.Methods.Add(method);
            }
        }
    }

    private void MarkAssembly(BaselineMark mark) => _companion.Assembly.CustomAttributes.Add(Attribute(
        GeneratedName.CompanionAttribute, _original.Assembly.Name.Name, _original.Mvid.ToString(), mark.Id, mark.Format, mark.Settings));

    private void NameCaller(InlineCaller caller) => _companion.Assembly.CustomAttributes.Add(Attribute(
        GeneratedName.CompanionCallerAttribute,
        caller.Assembly, caller.Module.ToString(), caller.Method, caller.Name, caller.HasLoops, caller.IsMovable, caller.IsGuess));

    private CustomAttribute Attribute(string name, params object[] values)
    {
        var arguments = values.Select(value => new CustomAttributeArgument(TypeOf(value), value)).ToList();
        var constructor = new MethodReference(".ctor", _companion.TypeSystem.Void, _references.ReferToType(name)) { HasThis = true };
        foreach (var argument in arguments)
            constructor.Parameters.Add(new ParameterDefinition(argument.Type));
        var attribute = new CustomAttribute(constructor);
        foreach (var argument in arguments)
            attribute.ConstructorArguments.Add(argument);
        return attribute;
    }

    private TypeReference TypeOf(object value) => value switch
    {
        string => _companion.TypeSystem.String,
        bool => _companion.TypeSystem.Boolean,
        _ => _companion.TypeSystem.Int32,
    };
}
