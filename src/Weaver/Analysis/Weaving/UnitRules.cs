using HotWeave.Weaver.Analysis.Loops;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Weaving;

/// <summary>A method whose calls are units of work.</summary>
/// <param name="Method">The method.</param>
/// <param name="Shape">When its unit ends.</param>
/// <param name="WaitsWithoutThread">Whether its arguments survive until the gate opens, so that it need not block there.</param>
internal sealed record UnitFacts(MethodDefinition Method, UnitShape Shape, bool WaitsWithoutThread);

/// <summary>Finds the methods that a person marked <c>[UnitOfWork]</c>, in any type, and judges whether they can be units.</summary>
internal sealed class UnitRules
{
    private const MethodImplAttributes RuntimeAsync = (MethodImplAttributes)0x2000;

    private readonly List<UnitFacts> _units = [];
    private readonly List<Diagnostic> _problems = [];

    private UnitRules()
    {
    }

    /// <summary>The unit methods of <paramref name="module"/> in metadata order, and why others that are marked cannot be.</summary>
    public static (IReadOnlyList<UnitFacts> Units, IReadOnlyList<Diagnostic> Problems) Find(ModuleDefinition module)
    {
        // The attribute is the runtime's, so an assembly that does not refer to it has none.
        return module.AssemblyReferences.Any(static r => r.Name == "HotWeave.Runtime") ? Find(module.GetTypes()) : ([], []);
    }

    /// <summary>The same for some types.</summary>
    public static (IReadOnlyList<UnitFacts> Units, IReadOnlyList<Diagnostic> Problems) Find(IEnumerable<TypeDefinition> types)
    {
        var rules = new UnitRules();
        foreach (var method in types.SelectMany(static t => t.Methods).Where(Marks.IsUnit))
            rules.Look(method);
        return (rules._units, rules._problems);
    }

    private void Look(MethodDefinition method)
    {
        if (ReasonAgainst(method) is { } reason)
        {
            Refuse(WeavingDiagnostics.UnitHasNoFrame, method, reason);
            return;
        }

        if (IsStateMachine(method, "AsyncStateMachineAttribute") && method.ReturnType.MetadataType == MetadataType.Void)
        {
            Refuse(WeavingDiagnostics.UnitIsAsyncVoid, method);
            return;
        }

        if (StateMachines.BodiesOf(method).Any(static b => WaitingLoops.Find(b).Any(static l => l.IsEndless)))
        {
            Refuse(WeavingDiagnostics.UnitWaits, method);
            return;
        }

        if (ShapeOf(method) is not { } shape)
        {
            Refuse(WeavingDiagnostics.UnitEndIsUnseen, method, ReadableName.Describe(method.ReturnType));
            return;
        }

        var survives = shape != UnitShape.Synchronous && ArgumentsSurvive(method);
        if (shape == UnitShape.Stream && !survives)
            Refuse(WeavingDiagnostics.UnitHasNoFrame, method, "a stream is begun later, when by-reference, pointer and ref struct arguments are gone");
        else
            _units.Add(new UnitFacts(method, shape, survives));
    }

    private static string? ReasonAgainst(MethodDefinition method)
    {
        if (!method.HasBody || method.Body.Instructions.Count == 0)
            return "it has no body";
        if (method.IsConstructor)
            return "it is a constructor";
        if (Marks.IsModuleInitializer(method))
            return "it is a module initialiser";
        if (method.CallingConvention == MethodCallingConvention.VarArg)
            return "it takes variable arguments (__arglist)";
        if ((method.ImplAttributes & RuntimeAsync) != 0)
            return "it is asynchronous by the runtime's own means";
        return BodyFacts.Read(method).LooksAtCaller ? "it asks which method or assembly it runs in, and its body would move" : null;
    }

    private static UnitShape? ShapeOf(MethodDefinition method)
    {
        switch (method.ReturnType.GetElementType().FullName)
        {
            case "System.Threading.Tasks.Task" or "System.Threading.Tasks.Task`1":
                return UnitShape.Task;
            case "System.Threading.Tasks.ValueTask" or "System.Threading.Tasks.ValueTask`1":
                return UnitShape.ValueTask;
            case "System.Collections.Generic.IAsyncEnumerable`1":
                return UnitShape.Stream;
        }

        if (IsStateMachine(method, "StateMachineAttribute") || method.ReturnType.Name.StartsWith("FSharpAsync`", StringComparison.Ordinal) || IsAwaitable(method.ReturnType))
            return null;
        return UnitShape.Synchronous;
    }

    private static bool IsStateMachine(MethodDefinition method, string attribute) =>
        method.HasCustomAttributes && method.CustomAttributes.Any(a => a.AttributeType.Name.EndsWith(attribute, StringComparison.Ordinal));

    private static bool IsAwaitable(TypeReference type)
    {
        if (type is GenericParameter or TypeSpecification and not GenericInstanceType || type.IsPrimitive || type.MetadataType is MetadataType.Void or MetadataType.String or MetadataType.Object)
            return false;
        return type.Resolve() is { } definition && definition.Methods.Any(static m => m is { Name: "GetAwaiter", IsStatic: false, HasParameters: false });
    }

    private static bool ArgumentsSurvive(MethodDefinition method)
    {
        // A struct's asynchronous method works on a copy of it from its first step on; others may change it.
        if (method is { HasThis: true, DeclaringType.IsValueType: true } && !IsStateMachine(method, "StateMachineAttribute"))
            return false;
        if (method is { HasThis: true, DeclaringType: { IsValueType: true } own } && IsByRefLike(own))
            return false;
        return method.Parameters.All(static p => Survives(p.ParameterType));
    }

    private static bool Survives(TypeReference type) => type switch
    {
        ByReferenceType or PointerType or FunctionPointerType => false,
        IModifierType modifier => Survives(modifier.ElementType),
        GenericParameter parameter => ((int)parameter.Attributes & 0x20) == 0, // allows ref struct
        ArrayType => true,
        _ => !type.IsValueType || type.IsPrimitive || type.Resolve() is { } definition && !IsByRefLike(definition),
    };

    private static bool IsByRefLike(TypeDefinition type) =>
        type.HasCustomAttributes && type.CustomAttributes.Any(static a => a.AttributeType.FullName == "System.Runtime.CompilerServices.IsByRefLikeAttribute");

    private void Refuse(DiagnosticDescriptor descriptor, MethodDefinition method, params object[] more) =>
        _problems.Add(descriptor.At(ReadableName.Describe(method), SymbolLocation.Find(method), [ReadableName.Describe(method), .. more]));
}
