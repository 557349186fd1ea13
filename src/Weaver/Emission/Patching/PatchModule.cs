using HotWeave.Weaver.IL;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Makes the empty patch module: bound to the baseline's core library and runtime, so that every type means the same on both sides.</summary>
internal static class PatchModule
{
    public static ModuleDefinition Create(string name, ModuleDefinition baseline)
    {
        var module = ModuleDefinition.CreateModule(name, new ModuleParameters
        {
            Kind = ModuleKind.Dll,
            Runtime = TargetRuntime.Net_4_0,
            AssemblyResolver = baseline.AssemblyResolver,
        });
        // Cecil takes the first reference with a core library's name for the home of the primitives, and adds mscorlib where there is none.
        if (baseline.TypeSystem.CoreLibrary is AssemblyNameReference core)
            module.AssemblyReferences.Add(new AssemblyNameReference(core.Name, core.Version) { PublicKeyToken = core.PublicKeyToken, Culture = core.Culture });
        module.Assembly.Name.Version = new Version(0, 0, 0, 0);
        return module;
    }

    /// <summary>A named type of the core library that the module is bound to.</summary>
    public static TypeReference Core(this ModuleDefinition module, string @namespace, string name, bool isValueType = false) =>
        new(@namespace, name, module, module.TypeSystem.CoreLibrary, isValueType);

    /// <summary>A method of a core type.</summary>
    public static MethodReference CoreMethod(this ModuleDefinition module, TypeReference declaring, string name, bool isInstance, TypeReference returns, params TypeReference[] parameters)
    {
        var method = new MethodReference(name, returns, declaring) { HasThis = isInstance };
        foreach (var parameter in parameters)
            method.Parameters.Add(new ParameterDefinition(parameter));
        return method;
    }

    /// <summary><c>Type::GetTypeFromHandle</c></summary>
    public static MethodReference TypeFromHandle(this ModuleDefinition module)
    {
        var type = module.Core("System", "Type");
        return module.CoreMethod(type, "GetTypeFromHandle", false, type, module.Core("System", "RuntimeTypeHandle", isValueType: true));
    }

    /// <summary>The type instantiated over its own generic parameters, as its own code refers to it.</summary>
    public static TypeReference SelfReference(this TypeDefinition type)
    {
        var self = StaticShape.SelfType(type);
        return self is ByReferenceType reference ? reference.ElementType : self;
    }

    /// <summary>A method over type arguments, as code in another generic context names it; itself when there are none.</summary>
    public static MethodReference Over(this MethodReference method, IReadOnlyList<TypeReference> arguments) => IL.SelfReference.Instantiate(method, arguments);

    /// <summary>A type over type arguments; itself when there are none.</summary>
    public static TypeReference Over(this TypeReference type, IReadOnlyList<TypeReference> arguments)
    {
        if (arguments.Count == 0)
            return type;
        var instance = new GenericInstanceType(type) { IsValueType = type.IsValueType };
        foreach (var argument in arguments)
            instance.GenericArguments.Add(argument);
        return instance;
    }
}
