using HotWeave.Weaver.Analysis.Ghost;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Weaving;

/// <summary>Decides which methods of a swappable type are exports.</summary>
internal sealed class ExportRules
{
    /// <summary>Methods of at most so many bytes of IL are small.</summary>
    public const int SmallBody = 16;

    private const MethodImplAttributes RuntimeAsync = (MethodImplAttributes)0x2000;

    private readonly SmallMethods _smallMethods;
    private readonly bool _areLoaded;
    private readonly bool _isForHarmony;
    private readonly MethodUses _uses;
    private readonly ISet<MethodDefinition> _calledInLoops;

    /// <summary>Makes the rules.</summary>
    /// <param name="settings">What happens to small methods, and whether the types are loaded already.</param>
    /// <param name="uses">How the module uses its methods.</param>
    /// <param name="calledInLoops">The methods that waiting loops call.</param>
    public ExportRules(WeaveSettings settings, MethodUses uses, ISet<MethodDefinition> calledInLoops)
    {
        _calledInLoops = calledInLoops;
        _smallMethods = settings.SmallMethods;
        _areLoaded = settings.Ghost;
        _isForHarmony = settings.Harmony;
        _uses = uses;
    }

    /// <summary>
    /// Null when <paramref name="method"/> is an export of <paramref name="type"/>, else why it is none. Methods that the compiler
    /// made and that have no meaning of their own (state machine steps, closure constructors) are not asked about:
    /// <see cref="IsCandidate"/>.
    /// </summary>
    public Diagnostic? ReasonAgainst(SwappableType type, MethodDefinition method, BodyFacts facts)
    {
        if (!method.HasBody || method.Body.Instructions.Count == 0)
            return Because(WeavingDiagnostics.NoBody);
        if (method.IsConstructor && method.IsStatic)
            return Because(WeavingDiagnostics.StaticConstructor);
        if (Marks.IsModuleInitializer(method))
            return Because(WeavingDiagnostics.ModuleInitializer);
        if (method.CallingConvention == MethodCallingConvention.VarArg)
            return Because(WeavingDiagnostics.VariableArguments);
        if ((method.ImplAttributes & RuntimeAsync) != 0)
            return Because(WeavingDiagnostics.RuntimeAsync);
        if (!IsMarked(type, method))
            return Because(WeavingDiagnostics.NotMarked);
        if (_isForHarmony && HarmonyRules.FindObstacle(method, facts) is { } obstacle)
            return Because(obstacle);
        if (Marks.IsSafePoint(method) || _calledInLoops.Contains(method) || Marks.Swap(method) is true || Marks.IsOverrideStub(method))
            return ReasonAgainstSynchronized(method, facts);
        if (IsPrivate(method) && !_uses.IsNamedByCode(method))
            return Because(WeavingDiagnostics.Private);
        if (FieldAccessors.IsOne(method) && IsLeftAsAccessor(method))
            return Because(WeavingDiagnostics.FieldAccessor);
        if (IsSmall(method) && IsLeftAsSmall(method))
            return Because(WeavingDiagnostics.Small, method.Body.CodeSize);
        return ReasonAgainstSynchronized(method, facts);

        Diagnostic Because(DiagnosticDescriptor reason, params object[] more)
        {
            var name = ReadableName.Describe(method);
            return reason.At(name, SymbolLocation.Find(method), [name, .. more]);
        }
    }

    /// <summary>Whether the method means something to people: it is written by one, or is the body of a lambda or local function.</summary>
    public static bool IsCandidate(MethodDefinition method)
    {
        var type = method.DeclaringType;
        if (!GeneratedCode.IsGenerated(type))
            return true;
        return !GeneratedCode.IsStateMachine(type) && !method.IsConstructor && GeneratedCode.IsLambdaOrLocalFunction(method);
    }

    // A loaded type has no room for a method that the body could move to.
    private Diagnostic? ReasonAgainstSynchronized(MethodDefinition method, BodyFacts facts)
    {
        if (!method.IsSynchronized || method.IsConstructor || !(_areLoaded || facts.LooksAtCaller))
            return null;
        var name = ReadableName.Describe(method);
        var reason = _areLoaded ? WeavingDiagnostics.SynchronizedLoaded : WeavingDiagnostics.SynchronizedCallerSensitive;
        return reason.At(name, SymbolLocation.Find(method), name);
    }

    private static bool IsMarked(SwappableType type, MethodDefinition method) => Marks.Swap(method) switch
    {
        { } marked => marked,
        null => type.IsWhole || type.Type.Methods.Any(m => Marks.Swap(m) is true && method.Name.StartsWith($"<{m.Name}>", StringComparison.Ordinal)),
    };

    /// <summary>Whether only the type's own code can call the method.</summary>
    // Constructors of classes can be called from outside by reflection and newobj alike; explicit implementations and other
    // private virtual methods by their interface. Local functions are emitted internal, though only their method can name them.
    public static bool IsPrivate(MethodDefinition method)
    {
        if (method.IsVirtual || method.IsConstructor || method.HasOverrides)
            return false;
        return method.IsPrivate || method.IsCompilerControlled || (GeneratedCode.IsLambdaOrLocalFunction(method) && !GeneratedCode.IsLambda(method));
    }

    private static bool IsSmall(MethodDefinition method) => method.Body.CodeSize <= SmallBody && !GeneratedCode.IsLambda(method);

    private bool IsLeftAsAccessor(MethodDefinition method) => _smallMethods == SmallMethods.Accessors && !IsReachedOtherwise(method);

    // A stub takes the address of a struct, which then leaves its registers.
    private bool IsLeftAsSmall(MethodDefinition method) => _smallMethods switch
    {
        SmallMethods.Export => false,
        SmallMethods.Leave => method.DeclaringType.IsValueType || !(method.IsVirtual || method.IsConstructor),
        _ => method is { HasThis: true, DeclaringType.IsValueType: true } && !IsReachedOtherwise(method),
    };

    // By an interface or a base class, static abstract members too, by a delegate, or by its name: no caller could carry a change of it.
    private bool IsReachedOtherwise(MethodDefinition method) => method.IsVirtual || method.HasOverrides || _uses.IsNamedByCode(method);
}
