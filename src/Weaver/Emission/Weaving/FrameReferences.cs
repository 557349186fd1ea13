using HotWeave.Weaver.IL;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Weaving;

/// <summary>The members of the runtime's <c>UnitFrame</c>, as references of the target module.</summary>
internal sealed class FrameReferences
{
    private readonly ModuleDefinition _module;
    private readonly TypeReference _func;
    private readonly TypeReference _arguments;

    /// <summary>Makes the references of <paramref name="module"/>.</summary>
    public FrameReferences(ModuleDefinition module, RuntimeReferences references)
    {
        _module = module;
        Type = references.UnitFrame;
        _func = new TypeReference("System", "Func`2", module, module.TypeSystem.CoreLibrary);
        _func.GenericParameters.Add(new GenericParameter(_func));
        _func.GenericParameters.Add(new GenericParameter(_func));
        _arguments = new ArrayType(module.TypeSystem.Object);
        Enter = Method("Enter", module.TypeSystem.Void, false, module.TypeSystem.String, new ByReferenceType(Type));
        TryEnter = Method("TryEnter", module.TypeSystem.Boolean, false, module.TypeSystem.String, new ByReferenceType(Type));
        Notice = Method("Notice", module.TypeSystem.Boolean, false, module.TypeSystem.Object, new ByReferenceType(Type));
        Leave = Method("Leave", module.TypeSystem.Void, true);
    }

    /// <summary>The struct itself.</summary>
    public TypeReference Type { get; }

    /// <summary><c>static void Enter(string, out UnitFrame)</c></summary>
    public MethodReference Enter { get; }

    /// <summary><c>static bool TryEnter(string, out UnitFrame)</c></summary>
    public MethodReference TryEnter { get; }

    /// <summary><c>static bool Notice(object, ref UnitFrame)</c></summary>
    public MethodReference Notice { get; }

    /// <summary><c>void Leave()</c></summary>
    public MethodReference Leave { get; }

    /// <summary><c>void LeaveWith(Task)</c>, for a method that returns <paramref name="task"/>.</summary>
    public MethodReference LeaveWithTask(TypeReference task) => Method("LeaveWith", _module.TypeSystem.Void, true, PlainTask(task));

    /// <summary><c>ValueTask LeaveWith(ValueTask)</c> or its generic form.</summary>
    public MethodReference LeaveWithValue(TypeReference task)
    {
        if (task is not GenericInstanceType generic)
            return Method("LeaveWith", task, true, task);
        var method = Method("LeaveWith", _module.TypeSystem.Void, true);
        var open = Open(generic, method);
        method.ReturnType = open;
        method.Parameters.Add(new ParameterDefinition(open));
        return SelfReference.Instantiate(method, generic.GenericArguments);
    }

    /// <summary>
    /// <c>static R name(string, Func&lt;object[], R&gt;, object[])</c> for <paramref name="result"/> R, generic over its argument.
    /// </summary>
    public MethodReference Deferred(string name, TypeReference result)
    {
        if (result is not GenericInstanceType generic)
            return Method(name, result, false, _module.TypeSystem.String, FuncOf(result), _arguments);
        var method = Method(name, _module.TypeSystem.Void, false, _module.TypeSystem.String);
        var open = Open(generic, method);
        method.ReturnType = open;
        method.Parameters.Add(new ParameterDefinition(FuncOf(open)));
        method.Parameters.Add(new ParameterDefinition(_arguments));
        return SelfReference.Instantiate(method, generic.GenericArguments);
    }

    /// <summary>The constructor of <c>Func&lt;object[], R&gt;</c>.</summary>
    public MethodReference Func(TypeReference result)
    {
        var constructor = new MethodReference(".ctor", _module.TypeSystem.Void, FuncOf(result)) { HasThis = true };
        constructor.Parameters.Add(new ParameterDefinition(_module.TypeSystem.Object));
        constructor.Parameters.Add(new ParameterDefinition(_module.TypeSystem.IntPtr));
        return constructor;
    }

    private TypeReference PlainTask(TypeReference task) =>
        task is GenericInstanceType generic
            ? new TypeReference("System.Threading.Tasks", "Task", _module, generic.ElementType.Scope)
            : task;

    private GenericInstanceType FuncOf(TypeReference result)
    {
        var func = new GenericInstanceType(_func);
        func.GenericArguments.Add(_arguments);
        func.GenericArguments.Add(result);
        return func;
    }

    private static GenericInstanceType Open(GenericInstanceType generic, MethodReference method)
    {
        method.GenericParameters.Add(new GenericParameter("T", method));
        var open = new GenericInstanceType(generic.ElementType) { IsValueType = generic.IsValueType };
        open.GenericArguments.Add(method.GenericParameters[0]);
        return open;
    }

    private MethodReference Method(string name, TypeReference returns, bool hasThis, params TypeReference[] parameters)
    {
        var method = new MethodReference(name, returns, Type) { HasThis = hasThis };
        foreach (var parameter in parameters)
            method.Parameters.Add(new ParameterDefinition(parameter));
        return method;
    }
}
