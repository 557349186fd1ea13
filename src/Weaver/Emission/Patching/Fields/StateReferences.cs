using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>The members of HotWeave.Runtime through which patched code reaches added fields.</summary>
internal sealed class StateReferences
{
    private readonly ModuleDefinition _module;
    private readonly IMetadataScope _runtime;
    private readonly TypeReference _cells;
    private readonly TypeReference _openCell;

    public StateReferences(ModuleDefinition module)
    {
        _module = module;
        _runtime = module.AssemblyReferences.FirstOrDefault(static r => r.Name == "HotWeave.Runtime") ?? AddRuntime(module);
        _cells = Named("StateCells");
        _openCell = Named("Cell`1");
        _openCell.GenericParameters.Add(new GenericParameter("T", _openCell));
        Index = Method("Index", module.TypeSystem.Int32, module.Core("System", "Type"), module.TypeSystem.String, module.Core("System", "Type"));
        Find = Method("Find", Named("Cell"), module.TypeSystem.Object, module.TypeSystem.Object, module.TypeSystem.Int32);
        Adopt = Method("Adopt", module.TypeSystem.Void, module.TypeSystem.Object, StateAddress);
        AdoptDetached = Method("AdoptDetached", module.TypeSystem.Object, module.TypeSystem.Object, module.TypeSystem.Object);
        DetachedState = Method("DetachedState", module.TypeSystem.Object, module.TypeSystem.Object);
        DetachedField = Method("DetachedField", StateAddress, module.TypeSystem.Object);
    }

    public MethodReference Index { get; }

    public MethodReference Find { get; }

    public MethodReference Adopt { get; }

    public MethodReference AdoptDetached { get; }

    public MethodReference DetachedState { get; }

    public MethodReference DetachedField { get; }

    private ByReferenceType StateAddress => new(_module.TypeSystem.Object);

    /// <summary><c>!0 Cell&lt;value&gt;::Value</c></summary>
    public FieldReference Value(TypeReference value)
    {
        var cell = new GenericInstanceType(_openCell);
        cell.GenericArguments.Add(value);
        return new FieldReference("Value", _openCell.GenericParameters[0], cell);
    }

    /// <summary><c>Func&lt;owner, value&gt;::.ctor(object, native int)</c></summary>
    public MethodReference InitialiserConstructor(TypeReference owner, TypeReference value)
    {
        var constructor = new MethodReference(".ctor", _module.TypeSystem.Void, Function(owner, value)) { HasThis = true };
        constructor.Parameters.Add(new ParameterDefinition(_module.TypeSystem.Object));
        constructor.Parameters.Add(new ParameterDefinition(_module.TypeSystem.IntPtr));
        return constructor;
    }

    /// <summary><c>!!1&amp; StateCells::Create&lt;owner, value&gt;(!!0, object&amp;, int32, string, Func&lt;!!0, !!1&gt;)</c></summary>
    public MethodReference Create(TypeReference owner, TypeReference value)
    {
        var open = Generic("Create");
        open.ReturnType = new ByReferenceType(open.GenericParameters[1]);
        open.Parameters.Add(new ParameterDefinition(Function(open.GenericParameters[0], open.GenericParameters[1])));
        return Over(open, owner, value);
    }

    /// <summary><c>void StateCells::Put&lt;owner, value&gt;(!!0, object&amp;, int32, string, !!1)</c></summary>
    public MethodReference Put(TypeReference owner, TypeReference value)
    {
        var open = Generic("Put");
        open.Parameters.Add(new ParameterDefinition(open.GenericParameters[1]));
        return Over(open, owner, value);
    }

    private static GenericInstanceMethod Over(MethodReference open, params TypeReference[] arguments)
    {
        var instance = new GenericInstanceMethod(open);
        foreach (var argument in arguments)
            instance.GenericArguments.Add(argument);
        return instance;
    }

    private static AssemblyNameReference AddRuntime(ModuleDefinition module)
    {
        var reference = new AssemblyNameReference("HotWeave.Runtime", typeof(StateReferences).Assembly.GetName().Version);
        module.AssemblyReferences.Add(reference);
        return reference;
    }

    private MethodReference Generic(string name)
    {
        var open = new MethodReference(name, _module.TypeSystem.Void, _cells);
        open.GenericParameters.Add(new GenericParameter("TOwner", open));
        open.GenericParameters.Add(new GenericParameter("T", open));
        foreach (var type in new TypeReference[] { open.GenericParameters[0], StateAddress, _module.TypeSystem.Int32, _module.TypeSystem.String })
            open.Parameters.Add(new ParameterDefinition(type));
        return open;
    }

    private GenericInstanceType Function(TypeReference owner, TypeReference value)
    {
        var open = _module.Core("System", "Func`2");
        open.GenericParameters.Add(new GenericParameter("T", open));
        open.GenericParameters.Add(new GenericParameter("TResult", open));
        var function = new GenericInstanceType(open);
        function.GenericArguments.Add(owner);
        function.GenericArguments.Add(value);
        return function;
    }

    private TypeReference Named(string name) => new("HotWeave.Runtime", name, _module, _runtime);

    private MethodReference Method(string name, TypeReference returns, params TypeReference[] parameters) =>
        _module.CoreMethod(_cells, name, false, returns, parameters);
}
