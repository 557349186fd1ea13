using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.IL;

/// <summary>
/// The types and members that generated code refers to, as references of the target module. Core types come from the target's
/// own references, never from the .NET that runs the weaver.
/// </summary>
internal sealed class RuntimeReferences
{
    private const string RuntimeAssembly = "HotWeave.Runtime";
    private static readonly byte[] SystemRuntimeToken = [0xb0, 0x3f, 0x5f, 0x7f, 0x11, 0xd5, 0x0a, 0x3a];

    private readonly ModuleDefinition _module;
    private readonly IMetadataScope _core;
    private readonly AssemblyNameReference _runtime;

    /// <summary>
    /// Makes the references of <paramref name="module"/>; adds HotWeave.Runtime to its assembly references where it is not yet.
    /// </summary>
    public RuntimeReferences(ModuleDefinition module)
    {
        _module = module;
        _core = module.TypeSystem.CoreLibrary;
        _runtime = AssemblyOf(module);

        Dispatch = new TypeReference("HotWeave.Runtime", "Dispatch", module, _runtime);
        DispatchConstructor = Constructor(Dispatch);
        UnitFrame = new TypeReference("HotWeave.Runtime", "UnitFrame", module, _runtime, true);
        BaselineConstructor = Constructor(
            new TypeReference("HotWeave.Runtime", "BaselineAttribute", module, _runtime),
            module.TypeSystem.String,
            module.TypeSystem.Int32,
            module.TypeSystem.String);
        IsVolatile = new TypeReference("System.Runtime.CompilerServices", "IsVolatile", module, _core);
        CompilerGeneratedConstructor = Constructor(new TypeReference("System.Runtime.CompilerServices", "CompilerGeneratedAttribute", module, _core));
    }

    /// <summary>The reference to HotWeave.Runtime in a module, added where it is not yet.</summary>
    public static AssemblyNameReference AssemblyOf(ModuleDefinition module) =>
        module.AssemblyReferences.FirstOrDefault(static r => r.Name == RuntimeAssembly)
            ?? AddReference(module, RuntimeAssembly, typeof(RuntimeReferences).Assembly.GetName().Version, []);

    /// <summary>The reference of a module to System.Runtime.InteropServices, added where there is none.</summary>
    public static AssemblyNameReference InteropOf(ModuleDefinition module) =>
        module.AssemblyReferences.FirstOrDefault(static r => r.Name == GeneratedName.InteropNamespace)
            ?? AddReference(module, GeneratedName.InteropNamespace, new Version(8, 0, 0, 0), SystemRuntimeToken);

    /// <summary>The base of dispatch classes.</summary>
    public TypeReference Dispatch { get; }

    /// <summary>A type of the runtime by its name.</summary>
    public TypeReference ReferToType(string name) => new("HotWeave.Runtime", name, _module, _runtime);

    /// <summary>The constructor of <see cref="Dispatch"/>.</summary>
    public MethodReference DispatchConstructor { get; }

    /// <summary>What stands round unit methods.</summary>
    public TypeReference UnitFrame { get; }

    /// <summary>The constructor of the attribute that marks a woven assembly.</summary>
    public MethodReference BaselineConstructor { get; }

    /// <summary>The constructor of the attribute on overrides that weaving adds.</summary>
    public MethodReference OverrideStubConstructor =>
        field ??= Constructor(new TypeReference("HotWeave.Runtime", "OverrideStubAttribute", _module, _runtime));

    /// <summary>The constructor of the attribute on what delegates name of members that a patch adds.</summary>
    public MethodReference AddedMemberConstructor => field ??= Constructor(
        new TypeReference("HotWeave.Runtime", "AddedMemberAttribute", _module, _runtime), [.. Enumerable.Repeat(_module.TypeSystem.String, 4)]);

    /// <summary><c>System.Runtime.InteropServices.IDynamicInterfaceCastable</c></summary>
    public TypeReference DynamicCastable => field ??= new TypeReference(
        GeneratedName.InteropNamespace, "IDynamicInterfaceCastable", _module, InteropOf(_module));

    /// <summary>A type of the core library of a modern .NET.</summary>
    public TypeReference Modern(string @namespace, string name, bool isValueType) =>
        new(@namespace, name, _module, ModernCore(), isValueType);

    /// <summary>The modifier of volatile fields.</summary>
    public TypeReference IsVolatile { get; }

    /// <summary>The constructor of <c>[CompilerGenerated]</c>.</summary>
    public MethodReference CompilerGeneratedConstructor { get; }

    /// <summary>
    /// The constructor of <c>[StackTraceHidden]</c>. .NET Standard and the .NET Framework do not have it, so their assemblies get a
    /// reference to System.Runtime, which every .NET has that can run woven code.
    /// </summary>
    public MethodReference StackTraceHiddenConstructor =>
        field ??= Constructor(new TypeReference("System.Diagnostics", "StackTraceHiddenAttribute", _module, ModernCore()));

    private IMetadataScope ModernCore() =>
        _core is AssemblyNameReference { Name: "System.Runtime" or "System.Private.CoreLib" }
            ? _core
            : _module.AssemblyReferences.FirstOrDefault(static r => r.Name is "System.Runtime") ?? AddReference(_module, "System.Runtime", new Version(8, 0, 0, 0), SystemRuntimeToken);

    private static AssemblyNameReference AddReference(ModuleDefinition module, string name, Version version, byte[] token)
    {
        var reference = new AssemblyNameReference(name, version) { PublicKeyToken = token };
        module.AssemblyReferences.Add(reference);
        return reference;
    }

    private MethodReference Constructor(TypeReference type, params TypeReference[] parameters)
    {
        var constructor = new MethodReference(".ctor", _module.TypeSystem.Void, type) { HasThis = true };
        foreach (var parameter in parameters)
            constructor.Parameters.Add(new ParameterDefinition(parameter));
        return constructor;
    }
}
