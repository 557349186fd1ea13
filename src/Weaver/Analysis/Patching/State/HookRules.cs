using HotWeave.Patches.Format;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>The hooks of a new build, each of a form that can be called, and the numbers of states that they lead through.</summary>
internal sealed class HookRules
{
    private const string Context = "HotWeave.CodeChangeContext";
    private const string SwapContext = "HotWeave.SwapHookContext";

    private readonly AssemblyMatch _match;
    private readonly DiagnosticSink _sink;
    private readonly List<Hook> _hooks = [];
    private readonly Dictionary<FieldDefinition, MethodDefinition> _initialisers = [];

    public HookRules(AssemblyMatch match, OutsideHooks outside, DiagnosticSink sink)
    {
        _match = match;
        _sink = sink;
        foreach (var (method, type, field) in outside.FindFor(match.Pair))
            AddOutside(method, type, field);
        _hooks.AddRange(outside.FindChangesFor(match.Pair).Where(IsCallable));
        var own = HookMarks.MayHaveHooks(match.Pair.New) ? match.Untouched.OthersIn(match.Pair.New) : [];
        foreach (var method in own.SelectMany(static t => t.Methods).Where(static m => m.HasCustomAttributes))
        {
            _hooks.AddRange(HookMarks.HooksOf(method).Where(IsCallable));
            if (HookMarks.FieldInitialisedBy(method) is { } field)
                AddInitialiser(method, field);
        }

        CheckTwins();
    }

    /// <summary>The hooks, in the order of the new build; those for the state of types that only the patch has have nothing to do yet.</summary>
    public IReadOnlyList<Hook> Hooks => [.. _hooks.Where(h => !h.IsCodeChange || _match.OldOf(h.Type) is not null)];

    /// <summary>The method that computes a field for objects that exist; null where there is none.</summary>
    public MethodDefinition? InitialiserOf(FieldDefinition field) => _initialisers.TryGetValue(field, out var method) ? method : null;

    /// <summary>Whether code change gives a field its value on objects that exist.</summary>
    public bool Sets(FieldDefinition field) =>
        _hooks.Any(h => h.Kind == PatchHookKind.ChangeObject && h.Type == field.DeclaringType
            && (_match.NewKeys.TreeOf(h.Method).Any(m => Writes(m, field)) || (h.IsOutside && SetsByName(h.Method, field))));

    /// <summary>Whether code change gives a static field its value.</summary>
    public bool SetsStatic(FieldDefinition field) =>
        _hooks.Any(h => h.Kind == PatchHookKind.ChangeType && _match.NewKeys.TreeOf(h.Method).Any(m => m.HasBody && m.Body.Instructions.Any(i => i.OpCode.Code == Code.Stsfld && NamedOperand.Names(i, field))));

    /// <summary>The numbers of the states of types that both builds have, where one is not 0.</summary>
    public IReadOnlyList<StateNumbers> Numbers()
    {
        var numbers = new List<StateNumbers>();
        var outside = _hooks.Where(static h => h.IsOutside).Select(static h => h.Type).ToList();
        if (outside.Count == 0 && _match.Pair.Modules.Select(static m => m.Old).Append(_match.Pair.New).All(static m => !HookMarks.MayHaveCodeChange(m)))
            return numbers;
        foreach (var type in _match.Untouched.OthersIn(_match.Pair.New).Union(outside))
        {
            if (_match.OldOf(type) is not { } old)
                continue;
            var (deployed, number) = (NumberOf(old), Math.Max(NumberOf(type), HighestOf(outside.Contains(type) ? _hooks.Where(h => h.Type == type) : [])));
            if (deployed == 0 && number == 0)
                continue;
            numbers.Add(new StateNumbers(type, deployed, number));
            if (number < deployed)
                ReportType(EditDiagnostics.StateGoesBack, type, deployed, number);
            else if (!IsReachable(type, deployed, number))
                ReportType(EditDiagnostics.NoHookChain, type, deployed, number);
        }

        foreach (var hook in _hooks.Where(h => IsUsed(h, numbers)))
            CheckDirection(hook);
        return numbers;
    }

    private static int NumberOf(TypeDefinition type) => HighestOf(type.Methods.SelectMany(HookMarks.HooksOf));

    private static int HighestOf(IEnumerable<Hook> hooks) => hooks.Where(static h => h.IsCodeChange).Select(static h => h.To).DefaultIfEmpty(0).Max();

    private void CheckTwins()
    {
        foreach (var twins in _hooks.Where(static h => h.IsCodeChange).GroupBy(static h => (h.Type, h.Kind, h.From, h.To)).Where(static g => g.Count() > 1))
            Report(EditDiagnostics.HookTwice, twins.ElementAt(1).Method, ReadableName.Describe(twins.First().Method), twins.Key.From, twins.Key.To);
    }

    private static bool IsUsed(Hook hook, List<StateNumbers> numbers) =>
        hook.IsCodeChange && numbers.Any(n => n.Type == hook.Type && hook.From >= n.Deployed);

    private bool IsReachable(TypeDefinition type, int from, int to)
    {
        var reached = new HashSet<int> { from };
        foreach (var hook in _hooks.Where(h => h.IsCodeChange && h.Type == type).OrderBy(static h => h.To))
        {
            if (reached.Contains(hook.From))
                reached.Add(hook.To);
        }

        return reached.Contains(to);
    }

    private bool IsCallable(Hook hook)
    {
        var method = hook.Method;
        var shape = hook.Kind switch
        {
            _ when hook.IsOutside => "a static method without type parameters and of a name of its own, for a class without type parameters, that returns nothing and takes the object and one CodeChangeContext, or the context alone",
            PatchHookKind.ChangeObject => "an instance method of a class, not virtual, without type parameters of its own, that returns nothing and takes one CodeChangeContext",
            PatchHookKind.ChangeType => "a static method of a type without type parameters, that returns nothing and takes one CodeChangeContext",
            _ => "a static method of a type without type parameters, that takes nothing or one SwapHookContext, and returns nothing or a Task",
        };
        if (!(hook.IsOutside ? HasOutsideShape(hook) : HasShape(hook.Kind, method)))
        {
            Report(EditDiagnostics.HookShape, method, HookMarks.NameOf(hook), shape);
            return false;
        }

        if (!hook.IsCodeChange || (hook.From >= 0 && hook.From < hook.To))
            return true;
        Report(EditDiagnostics.HookNumbers, method, hook.From, hook.To);
        return false;
    }

    private static bool HasShape(PatchHookKind kind, MethodDefinition method)
    {
        var type = method.DeclaringType;
        if (!method.HasBody || method.IsVirtual || method.HasGenericParameters || GeneratedCode.IsGenerated(type))
            return false;
        var takes = string.Join(",", method.Parameters.Select(static p => p.ParameterType.FullName));
        return kind switch
        {
            PatchHookKind.ChangeObject => type is { IsClass: true, IsValueType: false } && IsVoid(method) && takes == Context,
            PatchHookKind.ChangeType => !type.HasGenericParameters && IsVoid(method) && takes == Context,
            _ => method.IsStatic && !type.HasGenericParameters && (IsVoid(method) || method.ReturnType.FullName == "System.Threading.Tasks.Task") && takes is "" or SwapContext,
        };
    }

    // By the name of the type, as what computes a field.
    private static bool HasOutsideShape(Hook hook)
    {
        var (method, type) = (hook.Method, hook.Type);
        return method is { IsStatic: true, HasBody: true, HasGenericParameters: false, DeclaringType.HasGenericParameters: false } && IsVoid(method)
            && type is { IsClass: true, HasGenericParameters: false } && method.DeclaringType.Methods.Count(m => m.Name == method.Name) == 1
            && method.Parameters.Count is 1 or 2 && method.Parameters[method.Parameters.Count - 1].ParameterType.FullName == Context
            && (method.Parameters.Count == 1 || (!type.IsValueType && IsObject(method.Parameters[0], type)));
    }

    private static bool IsVoid(MethodDefinition method) => method.ReturnType.MetadataType == MetadataType.Void && !IsAsync(method);

    // An async method returns before its work is done.
    private static bool IsAsync(MethodDefinition method) => method.CustomAttributes.Any(static a => a.AttributeType.Name == "AsyncStateMachineAttribute");

    private void AddInitialiser(MethodDefinition method, string name)
    {
        var field = FindField(method.DeclaringType, name);
        if (field is null || !IsInitialiser(method, field) || method.Parameters.Any(static p => !IsServices(p)) || method.DeclaringType.IsValueType)
            ReportInitialiser(method, $"a method of the class that declares the field {name}, that returns the field's type and takes nothing or one IServiceProvider");
        else
            Add(field, method);
    }

    // By the name of the type: what the method is compiled against need not be this very build.
    private void AddOutside(MethodDefinition method, TypeDefinition type, string name)
    {
        var field = FindField(type, name);
        if (field is null || !method.IsStatic || !(IsInitialiser(method, field) || (IsInitialiser(method, null) && method.ReturnType.MetadataType == MetadataType.Object))
            || method.Parameters.Any(p => !IsServices(p) && !IsObject(p, type)) || type.HasGenericParameters || type.IsValueType || method.DeclaringType.HasGenericParameters)
        {
            ReportInitialiser(method, $"a static method without type parameters for a class without type parameters that declares the field {name}; it returns the field's type or object, and takes the object, one IServiceProvider, both or nothing");
            return;
        }

        Add(field, method);
    }

    private void Add(FieldDefinition field, MethodDefinition method)
    {
        if (_initialisers.TryGetValue(field, out var other))
            ReportInitialiser(method, $"the only one for its field, and {ReadableName.Describe(other)} is one too");
        if (IsOpen(method))
            Report(EditDiagnostics.HookNotWritten, method, ReadableName.Describe(field));
        _initialisers[field] = method;
    }

    // ldstr; newobj NotImplementedException; throw: as it was written for a person to fill in.
    private static bool IsOpen(MethodDefinition method) =>
        method.Body.Instructions.Where(static i => i.OpCode.Code is not (Code.Nop or Code.Ldstr)).Select(static i => i.Operand is MethodReference r ? r.DeclaringType.FullName : i.OpCode.Name)
            .SequenceEqual(["System.NotImplementedException", "throw"]);

    private static FieldDefinition? FindField(TypeDefinition type, string name) =>
        type.Fields.FirstOrDefault(f => !f.IsStatic && (f.Name == name || ReadableName.ShortenField(f) == name));

    private static bool IsInitialiser(MethodDefinition method, FieldDefinition? field) =>
        method is { HasBody: true, IsVirtual: false, HasGenericParameters: false } && (field is null || method.ReturnType.FullName == field.FieldType.FullName)
        && method.Parameters.Count(IsServices) <= 1 && method.Parameters.Count(static p => !IsServices(p)) <= 1;

    private static bool IsServices(ParameterDefinition parameter) => parameter.ParameterType.FullName == "System.IServiceProvider";

    private static bool IsObject(ParameterDefinition parameter, TypeDefinition type)
    {
        for (TypeReference? at = type; at is not null; at = at.Resolve()?.BaseType)
        {
            if (at.FullName == parameter.ParameterType.FullName)
                return true;
        }

        return false;
    }

    private void ReportInitialiser(MethodDefinition method, string shape) => Report(EditDiagnostics.HookShape, method, "InitializeExisting", shape);

    // Whoever gives the context away may ask there.
    private void CheckDirection(Hook hook)
    {
        if (hook.IsUpOnly || _match.NewKeys.TreeOf(hook.Method).SelectMany(static m => m.HasBody ? m.Body.Instructions.AsEnumerable() : []).Any(AsksForDirection))
            return;
        Report(EditDiagnostics.HookIgnoresDirection, hook.Method);
    }

    private static bool AsksForDirection(Instruction instruction) =>
        instruction.Operand is MethodReference called
        && (called.DeclaringType.FullName == Context
            ? called.Name is "get_Direction" or "get_IsUp" or "get_To" or "get_From"
            : called.Parameters.Any(static p => p.ParameterType.FullName == Context));

    // ldstr name; …; call CodeChangeContext::Set
    private static bool SetsByName(MethodDefinition method, FieldDefinition field) =>
        method.Body.Instructions.Any(i => i is { OpCode.Code: Code.Ldstr, Operand: string name } && (name == field.Name || name == ReadableName.ShortenField(field)))
        && method.Body.Instructions.Any(static i => i.Operand is MethodReference { Name: "Set" } called && called.DeclaringType.FullName == Context);

    private static bool Writes(MethodDefinition method, FieldDefinition field) =>
        method.HasBody && method.Body.Instructions.Any(i =>
            i.OpCode.Code is Code.Stfld or Code.Ldflda && i.Operand is FieldReference reference && reference.Name == field.Name
            && reference.DeclaringType.GetElementType() == field.DeclaringType);

    private void Report(DiagnosticDescriptor descriptor, MethodDefinition method, params object[] arguments) =>
        _sink.Report(descriptor.At(ReadableName.Describe(method), SymbolLocation.Find(method), [ReadableName.Describe(method), .. arguments]));

    private void ReportType(DiagnosticDescriptor descriptor, TypeDefinition type, params object[] arguments) =>
        _sink.Report(descriptor.At(ReadableName.Describe(type), SymbolLocation.Find(type), [ReadableName.Describe(type), .. arguments]));
}
