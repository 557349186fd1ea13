using HotWeave.Weaver.Analysis.Loops;
using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Analysis.Patching.Raw;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>What a patch can and cannot change about the methods of a deployed type.</summary>
internal sealed class MethodRules
{
    private readonly AssemblyMatch _match;
    private readonly DiagnosticSink _sink;
    private readonly BodyComparer _bodies;
    private readonly UnseenMembers _unseen;
    private readonly ServedControllers _controllers;

    public MethodRules(AssemblyMatch match, ServedControllers controllers, DiagnosticSink sink)
    {
        _controllers = controllers;
        _match = match;
        _sink = sink;
        _bodies = new BodyComparer(match.NewKeys, match.OldKeys, new RawBodies(match));
        _unseen = new UnseenMembers(match.Pair.Old);
    }

    /// <summary>Whether a method or anything the compiler made of it does something else than before.</summary>
    public bool IsChanged(MethodDefinition method, MethodDefinition old) =>
        !AreSame(_match.NewKeys.TreeOf(method), _match.OldKeys.TreeOf(old));

    /// <summary>Judges a new method of a deployed type; false when a patch cannot add it.</summary>
    public bool CheckAdded(MethodDefinition method)
    {
        if (method is { IsConstructor: true, IsStatic: true })
            return Refuse(EditDiagnostics.ModuleChanged, method);
        if (method.DeclaringType.HasGenericParameters && ExternMethods.Is(method))
            return Refuse(EditDiagnostics.ExternInGenericType, method);
        // A property or an event is one thing to those who look for it.
        var isAccessor = method.IsGetter || method.IsSetter || method.IsAddOn || method.IsRemoveOn;
        if ((!method.IsPrivate || IsMarked(method)) && !isAccessor && !FrameworkEntryPoints.IsOne(method)
            && !OrleansCode.IsGenerated(method.DeclaringType))
            Report(EditDiagnostics.NotVisibleToReflection, method);
        return true;
    }

    // By an attribute of its own the application looks for methods, also for private ones.
    private static bool IsMarked(MethodDefinition method) =>
        method.CustomAttributes.Any(static a => a.AttributeType is TypeDefinition own && !GeneratedCode.IsGenerated(own));

    /// <summary>Judges a method that only the deployed build has; false when a patch cannot do without it.</summary>
    public bool CheckDeleted(MethodDefinition old)
    {
        if (old is { IsConstructor: true, IsStatic: true })
            return Refuse(EditDiagnostics.ModuleChanged, old);
        // An action that the running process serves no more is told of by that.
        if (_controllers.Hides(old))
            return true;
        // What becomes of virtual ones depends on the types around them: SlotAnalysis.
        if (!old.IsVirtual && !_unseen.IsUnseen(old) && !OrleansCode.IsGenerated(old.DeclaringType))
            Report(EditDiagnostics.MemberDeleted, old);
        return true;
    }

    /// <summary>Judges modifiers and constraints of a method that both builds have.</summary>
    public bool CheckModifiers(MethodDefinition method, MethodDefinition old)
    {
        var sameConstraints = method.GenericParameters.Select(p => TypeShapeRules.Text(p, _match.NewKeys.Signatures))
            .SequenceEqual(old.GenericParameters.Select(p => TypeShapeRules.Text(p, _match.OldKeys.Signatures)));
        if (!sameConstraints)
            return Refuse(EditDiagnostics.TypeParametersChanged, method);
        if (method.HasBody != old.HasBody && !method.IsAbstract && !old.IsAbstract)
            return Refuse(EditDiagnostics.ModifiersChanged, method, Modifiers(old), Modifiers(method));
        return true;
    }

    /// <summary>Judges a changed body; false when a patch cannot change it.</summary>
    public bool CheckChanged(MethodDefinition method, MethodDefinition old)
    {
        if (method is { IsConstructor: true, IsStatic: true })
            return !IsOwnCodeChanged(method, old) || Refuse(EditDiagnostics.ModuleChanged, method);
        if (ExternMethods.Is(method) || ExternMethods.Is(old))
            return Refuse(EditDiagnostics.NativeBindingChanged, method);
        var loops = ListChangedLoops(_match.NewKeys.TreeOf(method), _match.OldKeys.TreeOf(old));
        if (loops.Exists(static l => l.Kind == LoopKind.Waiting))
            Report(EditDiagnostics.WaitingLoopChanged, method);
        else if (loops.Exists(static l => l.IsOpenEnded || l.MayLast))
            Report(EditDiagnostics.OpenLoopChanged, method);
        return true;
    }

    private bool IsOwnCodeChanged(MethodDefinition method, MethodDefinition old) =>
        !AreSame([.. _match.NewKeys.TreeOf(method).Where(IsOwnCode)], [.. _match.OldKeys.TreeOf(old).Where(IsOwnCode)]);

    private bool AreSame(IReadOnlyList<MethodDefinition> now, IReadOnlyList<MethodDefinition> then) =>
        now.Count == then.Count && now.Zip(then, _bodies.AreSame).All(static same => same);

    // The loops of the deployed bodies that differ.
    private List<WaitingLoop> ListChangedLoops(IReadOnlyList<MethodDefinition> now, IReadOnlyList<MethodDefinition> then)
    {
        var found = new List<WaitingLoop>();
        for (var i = 0; i < then.Count; i++)
        {
            var loops = WaitingLoops.Find(then[i]);
            if (loops.Count > 0 && (now.Count != then.Count || !_bodies.AreSame(now[i], then[i])))
                found.AddRange(loops);
        }

        return found;
    }

    private static bool IsOwnCode(MethodDefinition method) => !GeneratedCode.IsLambdaOrLocalFunction(method);

    /// <summary>The modifiers of a method, for people.</summary>
    public static string Modifiers(MethodDefinition method)
    {
        var words = new List<string>();
        if (method.IsStatic)
            words.Add("static");
        if (method.IsAbstract)
            words.Add("abstract");
        else if (method.IsVirtual)
            words.Add(method.IsNewSlot ? "virtual" : "override");
        if (method.IsFinal)
            words.Add("sealed");
        if (!method.HasBody && !method.IsAbstract)
            words.Add("extern");
        return words.Count == 0 ? "none" : string.Join(" ", words);
    }

    private bool Refuse(DiagnosticDescriptor descriptor, MethodDefinition method, params object[] arguments)
    {
        Report(descriptor, method, arguments);
        return false;
    }

    private void Report(DiagnosticDescriptor descriptor, MethodDefinition method, params object[] arguments) =>
        _sink.Report(descriptor.At(ReadableName.Describe(method), SymbolLocation.Find(method), [ReadableName.Describe(method), .. arguments]));
}
