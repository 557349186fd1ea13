using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Unweaving;

/// <summary>Takes the weaving out of a module in memory: what remains is what a person wrote. Definitions keep their tokens.</summary>
internal sealed class Unweaver
{
    private readonly ModuleDefinition _module;
    private readonly Dictionary<MethodDefinition, MethodDefinition> _exportOfBody = [];
    private readonly HashSet<MethodDefinition> _framed = [];

    private Unweaver(ModuleDefinition module) => _module = module;

    /// <summary>
    /// Takes out the overrides that weaving added to types that asked for them: in a new build they say nothing, in a deployed one a patch
    /// uses them.
    /// </summary>
    public static void RemoveOverrideStubs(ModuleDefinition module)
    {
        if (!Marks.AreOverrideStubsIn(module))
            return;
        foreach (var type in module.GetTypes())
        {
            var stubs = type.Methods.Where(Marks.IsOverrideStub).ToList();
            if (stubs.Any(static s => s.Name == GeneratedName.InterfaceImplementation))
                type.Interfaces.Remove(type.Interfaces.First(static i => i.InterfaceType.Name == "IDynamicInterfaceCastable"));
            foreach (var stub in stubs)
                type.Methods.Remove(stub);
        }
    }

    /// <summary>Undoes the weaving of <paramref name="module"/>; one that is not woven stays as it is.</summary>
    public static void Unweave(ModuleDefinition module)
    {
        if (BaselineMark.Read(module.Assembly) is not null)
            new Unweaver(module).Run();
    }

    /// <summary>Takes out of <paramref name="module"/> what is left of its weaving when stubs were taken out of its image.</summary>
    /// <param name="module">The module, read from that image.</param>
    /// <param name="image">The image.</param>
    /// <param name="raw">Hears which bodies are no longer what the image has, and which stub counts for which method; null when nobody
    /// looks there.</param>
    public static void Unweave(ModuleDefinition module, UnwovenImage image, RawModuleBuilder? raw)
    {
        var unweaver = new Unweaver(module);
        foreach (var moved in image.Moved)
        {
            var (body, export) = (unweaver.MethodOf(moved.Value), unweaver.MethodOf(moved.Key));
            unweaver._exportOfBody.Add(body, export);
            // Before frames are taken, round exports too.
            HiddenFrames.Restore(export, body);
        }

        unweaver.Finish(raw);
    }

    private void Run()
    {
        var methods = _module.GetTypes().SelectMany(static t => t.Methods).ToList();
        foreach (var method in methods)
            TakeFrame(method);
        foreach (var method in methods.Where(m => !_framed.Contains(m)))
        {
            TakeStub(method);
            LoopCountRemoval.Remove(method);
            if (method is { IsConstructor: true, IsStatic: false, HasBody: true })
                ConstructorListingRemoval.Remove(method);
        }

        foreach (var moved in _exportOfBody)
        {
            MoveBack(moved.Key, moved.Value);
            HiddenFrames.Restore(moved.Value, moved.Key);
        }

        foreach (var method in methods.Where(m => m.HasBody && !_framed.Contains(m) && !_exportOfBody.ContainsKey(m)))
            RebindCalls(method);
        RemoveDeclarations(null);
    }

    private void Finish(RawModuleBuilder? raw)
    {
        foreach (var type in UnitPattern.IsIn(_module) ? _module.GetTypes().Where(static t => t.Methods.Any(UnitPattern.IsBody)) : [])
        {
            foreach (var method in type.Methods)
            {
                if (TakeFrame(method) is not { } body)
                    continue;
                raw?.Change(method);
                raw?.MoveExport(body, method);
            }
        }

        if (LoopCountRemoval.IsIn(_module))
        {
            foreach (var method in _module.GetTypes().SelectMany(static t => t.Methods).Where(m => m.HasBody && !_framed.Contains(m) && !_exportOfBody.ContainsKey(m)))
            {
                if (LoopCountRemoval.Remove(method))
                    raw?.Change(method);
            }
        }

        if (ConstructorListingRemoval.IsIn(_module))
        {
            foreach (var constructor in _module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m is { IsConstructor: true, IsStatic: false, HasBody: true }))
            {
                ConstructorListingRemoval.Remove(constructor);
                raw?.Change(constructor);
            }
        }

        RemoveDeclarations(raw);
    }

    private MethodDefinition MethodOf(int row) => (MethodDefinition)_module.LookupToken(new MetadataToken(TokenType.Method, row));

    private MethodDefinition? TakeFrame(MethodDefinition method)
    {
        if (UnitPattern.Read(method) is not { } unit)
            return null;
        MoveBack(unit.Body, method);
        HiddenFrames.Restore(method, unit.Body);
        _framed.Add(unit.Body);
        if (unit.Call is not null)
            _framed.Add(unit.Call);
        return unit.Body;
    }

    private void TakeStub(MethodDefinition method)
    {
        if (StubPattern.Read(method) is not { } stub)
            return;
        if (stub.BodyMethod is not null)
        {
            _exportOfBody.Add(stub.BodyMethod.Resolve(), method);
            return;
        }

        StubRemoval.RemoveUpTo(method, method.Body.Instructions[stub.BodyIndex]);
    }

    private void MoveBack(MethodDefinition body, MethodDefinition export)
    {
        var references = new ReferenceRewriter(new TypeImporter(_module), GenericMap.Same(export.DeclaringType, export));
        // The stub's hidden point would stand at the offset of the body's first one.
        export.DebugInformation.SequencePoints.Clear();
        new BodyCloner(references).Clone(body, export);
        export.IsSynchronized = body.IsSynchronized;
    }

    private void RebindCalls(MethodDefinition method)
    {
        foreach (var instruction in method.Body.Instructions)
        {
            if (instruction.Operand is MethodReference reference && ExportCalledBy(reference) is { } export)
                instruction.Operand = Renamed(reference, export);
        }
    }

    private MethodDefinition? ExportCalledBy(MethodReference reference) =>
        reference.Name.Contains(">body") && reference.DeclaringType.GetElementType() is TypeDefinition && reference.Resolve() is { } body
        && _exportOfBody.TryGetValue(body, out var export)
            ? export
            : null;

    private static MethodReference Renamed(MethodReference reference, MethodDefinition export)
    {
        if (reference is GenericInstanceMethod instance)
        {
            var result = new GenericInstanceMethod(Renamed(instance.ElementMethod, export));
            foreach (var argument in instance.GenericArguments)
                result.GenericArguments.Add(argument);
            return result;
        }

        if (reference is MethodDefinition)
            return export;
        var renamed = new MethodReference(export.Name, reference.ReturnType, reference.DeclaringType) { HasThis = reference.HasThis };
        foreach (var parameter in reference.GenericParameters)
            renamed.GenericParameters.Add(new GenericParameter(parameter.Name, renamed));
        foreach (var parameter in reference.Parameters)
            renamed.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        return renamed;
    }

    private void RemoveDeclarations(RawModuleBuilder? raw)
    {
        foreach (var body in _exportOfBody.Keys.Concat(_framed))
        {
            body.DeclaringType.Methods.Remove(body);
            raw?.Drop(body);
        }

        foreach (var type in _module.Types.Where(static t => t.Name == GeneratedName.Slots || t.Namespace == GeneratedName.Namespace).ToList())
            _module.Types.Remove(type);
        foreach (var state in raw is null ? StatesIn(_module) : raw.FindFieldsNamed(GeneratedName.State))
            state.DeclaringType.Fields.Remove(state);

        foreach (var mark in _module.Assembly.CustomAttributes.Where(static a => a.AttributeType.FullName == BaselineMark.AttributeName).ToList())
            _module.Assembly.CustomAttributes.Remove(mark);
    }

    private static List<FieldDefinition> StatesIn(ModuleDefinition module) =>
        [.. module.GetTypes().SelectMany(static t => t.Fields).Where(static f => f.Name == GeneratedName.State)];
}
