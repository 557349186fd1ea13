using HotWeave.Weaver.IL;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>The members of HotWeave.Runtime through which patched code reaches added fields.</summary>
internal sealed class StateReferences
{
    private readonly ModuleDefinition _module;
    private readonly AssemblyNameReference _runtime;
    private readonly TypeReference _cells;
    private readonly TypeReference _openCell;
    private readonly TypeReference _openThreadCells;

    public StateReferences(ModuleDefinition module)
    {
        _module = module;
        _runtime = RuntimeReferences.AssemblyOf(module);
        _cells = Named("StateCells");
        _openCell = Generic("Cell`1");
        _openThreadCells = Generic("ThreadCells`1");
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

    /// <summary><c>Cell&lt;value&gt;</c></summary>
    public TypeReference Cell(TypeReference value) => _openCell.Over([value]);

    /// <summary><c>ThreadCells&lt;value&gt;</c></summary>
    public TypeReference ThreadCells(TypeReference value) => _openThreadCells.Over([value]);

    /// <summary><c>!0 Cell&lt;value&gt;::Value</c></summary>
    public FieldReference Value(TypeReference value) => new("Value", _openCell.GenericParameters[0], Cell(value));

    /// <summary><c>Cell&lt;!0&gt; ThreadCells&lt;value&gt;::Mine()</c></summary>
    public MethodReference Mine(TypeReference value) =>
        _module.CoreMethod(ThreadCells(value), "Mine", true, _openCell.Over([_openThreadCells.GenericParameters[0]]));

    /// <summary>The constructor of <c>Func&lt;…&gt;</c> over these types.</summary>
    public MethodReference FunctionConstructor(params TypeReference[] types) =>
        _module.CoreMethod(Function(types), ".ctor", true, _module.TypeSystem.Void, _module.TypeSystem.Object, _module.TypeSystem.IntPtr);

    /// <summary><c>!!1&amp; StateCells::Create&lt;owner, value&gt;(!!0, object&amp;, int32, string, Func&lt;!!0, !!1&gt;)</c></summary>
    public MethodReference Create(TypeReference owner, TypeReference value)
    {
        var open = OfOwner("Create");
        open.ReturnType = new ByReferenceType(open.GenericParameters[1]);
        open.Parameters.Add(new ParameterDefinition(Function(open.GenericParameters[0], open.GenericParameters[1])));
        return open.Over([owner, value]);
    }

    /// <summary><c>void StateCells::Put&lt;owner, value&gt;(!!0, object&amp;, int32, string, !!1)</c></summary>
    public MethodReference Put(TypeReference owner, TypeReference value)
    {
        var open = OfOwner("Put");
        open.Parameters.Add(new ParameterDefinition(open.GenericParameters[1]));
        return open.Over([owner, value]);
    }

    /// <summary><c>Cell&lt;!!0&gt; StaticCells::Of&lt;value&gt;(Type, string)</c></summary>
    public MethodReference StaticOf(TypeReference value) => OfType("Of", _openCell).Over([value]);

    /// <summary><c>void StaticCells::Make&lt;value&gt;(Type, string, Func&lt;!!0&gt;)</c></summary>
    public MethodReference StaticMake(TypeReference value)
    {
        var open = OfType("Make", null);
        open.Parameters.Add(new ParameterDefinition(Function(open.GenericParameters[0])));
        return open.Over([value]);
    }

    /// <summary><c>void StaticCells::MakeWithin&lt;value&gt;(Type, string, Func&lt;!!0&gt;)</c></summary>
    public MethodReference StaticMakeWithin(TypeReference value)
    {
        var open = OfType("MakeWithin", null);
        open.Parameters.Add(new ParameterDefinition(Function(open.GenericParameters[0])));
        return open.Over([value]);
    }

    /// <summary><c>bool StaticCells::IsMade&lt;value&gt;(Type, string)</c></summary>
    public MethodReference StaticIsMade(TypeReference value)
    {
        var open = OfType("IsMade", null);
        open.ReturnType = _module.TypeSystem.Boolean;
        return open.Over([value]);
    }

    /// <summary><c>ThreadCells&lt;!!0&gt; StaticCells::OfThreads&lt;value&gt;(Type, string)</c></summary>
    public MethodReference StaticOfThreads(TypeReference value) => OfType("OfThreads", _openThreadCells).Over([value]);

    /// <summary>The application's services, for a method that asks for them.</summary>
    public MethodReference Services(TypeReference provider) => _module.CoreMethod(Named("HookServices"), "Get", false, provider);

    /// <summary>The service of an object that exists.</summary>
    public MethodReference ServiceValue =>
        _module.CoreMethod(Named("ServiceValues"), "Get", false, _module.TypeSystem.Object, _module.Core("System", "Type"), _module.Core("System", "Type"));

    /// <summary>The constructor of the attribute that says which services a patch needs.</summary>
    public MethodReference ServiceNeed =>
        _module.CoreMethod(Named("ServiceNeedAttribute"), ".ctor", true, _module.TypeSystem.Void, _module.Core("System", "Type"), _module.Core("System", "Type"));

    private MethodReference OfOwner(string name)
    {
        var open = new MethodReference(name, _module.TypeSystem.Void, _cells);
        open.GenericParameters.Add(new GenericParameter("TOwner", open));
        open.GenericParameters.Add(new GenericParameter("T", open));
        foreach (var type in new TypeReference[] { open.GenericParameters[0], StateAddress, _module.TypeSystem.Int32, _module.TypeSystem.String })
            open.Parameters.Add(new ParameterDefinition(type));
        return open;
    }

    private MethodReference OfType(string name, TypeReference? openResult)
    {
        var open = new MethodReference(name, _module.TypeSystem.Void, Named("StaticCells"));
        open.GenericParameters.Add(new GenericParameter("T", open));
        if (openResult is not null)
            open.ReturnType = openResult.Over([open.GenericParameters[0]]);
        open.Parameters.Add(new ParameterDefinition(_module.Core("System", "Type")));
        open.Parameters.Add(new ParameterDefinition(_module.TypeSystem.String));
        return open;
    }

    private TypeReference Function(params TypeReference[] types)
    {
        var open = _module.Core("System", "Func`" + types.Length);
        foreach (var _ in types)
            open.GenericParameters.Add(new GenericParameter("T", open));
        return open.Over(types);
    }

    private TypeReference Named(string name) => new("HotWeave.Runtime", name, _module, _runtime);

    private TypeReference Generic(string name)
    {
        var open = Named(name);
        open.GenericParameters.Add(new GenericParameter("T", open));
        return open;
    }

    private MethodReference Method(string name, TypeReference returns, params TypeReference[] parameters) =>
        _module.CoreMethod(_cells, name, false, returns, parameters);
}
