using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.IL;

/// <summary>The runtime's type for what a method of a struct leaves that worked on a copy, as references of a module.</summary>
internal sealed class WorkedCopies
{
    private readonly ModuleDefinition _module;
    private readonly TypeReference _alone;
    private readonly TypeReference _withResult;

    /// <summary>Makes the references of <paramref name="module"/>.</summary>
    public WorkedCopies(ModuleDefinition module)
    {
        _module = module;
        _alone = Declare("WorkedCopy`1", "TSelf");
        _withResult = Declare("WorkedCopy`2", "TSelf", "TResult");
    }

    /// <summary>The type for a struct and what the method returns.</summary>
    public GenericInstanceType Make(TypeReference self, TypeReference result)
    {
        var isVoid = result.MetadataType == MetadataType.Void;
        var instance = new GenericInstanceType(isVoid ? _alone : _withResult);
        instance.GenericArguments.Add(self);
        if (!isVoid)
            instance.GenericArguments.Add(result);
        return instance;
    }

    /// <summary>The type for a struct and a method that returns nothing.</summary>
    public GenericInstanceType MakeAlone(TypeReference self) => Make(self, _module.TypeSystem.Void);

    /// <summary>Its field that has the copy.</summary>
    public static FieldReference Self(GenericInstanceType copy) => new("Self", copy.ElementType.GenericParameters[0], copy);

    /// <summary>Its field that has what the method returned.</summary>
    public static FieldReference Result(GenericInstanceType copy) => new("Result", copy.ElementType.GenericParameters[1], copy);

    /// <summary>Its field that has what the method threw.</summary>
    public FieldReference Thrown(GenericInstanceType copy) => new("Thrown", ExceptionType, copy);

    /// <summary>Its method that returns, or throws, what the method did.</summary>
    public MethodReference Finish(GenericInstanceType copy) =>
        new("Finish", copy.GenericArguments.Count == 1
            ? _module.TypeSystem.Void : copy.ElementType.GenericParameters[1], copy) { HasThis = true };

    /// <summary><c>System.Exception</c></summary>
    public TypeReference ExceptionType => field ??= new TypeReference("System", "Exception", _module, _module.TypeSystem.CoreLibrary);

    private TypeReference Declare(string name, params string[] parameters)
    {
        var type = new TypeReference("HotWeave.Runtime", name, _module, RuntimeReferences.AssemblyOf(_module), true);
        foreach (var parameter in parameters)
            type.GenericParameters.Add(new GenericParameter(parameter, type));
        return type;
    }
}
