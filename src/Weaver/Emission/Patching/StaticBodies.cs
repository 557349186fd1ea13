using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Declares the patch's static methods that have bodies of the new build, each when it is first named; the plan says when it gets its body.
/// </summary>
internal sealed class StaticBodies(ReachFacts facts, Holders holders, TypeCopy types, AccessorCopies accessors, TypeImporter importer)
{
    private const MethodAttributes Static = MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.Static;

    /// <summary>What a method asks of the compiler that its body in a patch asks too.</summary>
    public const MethodImplAttributes Kept =
        MethodImplAttributes.NoInlining | MethodImplAttributes.NoOptimization | MethodImplAttributes.AggressiveInlining
            | MethodImplAttributes.AggressiveOptimization;

    private readonly Dictionary<MethodDefinition, MethodDefinition> _bodies = [];
    private readonly Dictionary<MethodDefinition, MethodDefinition> _factories = [];
    private readonly Dictionary<MethodDefinition, DeclaredBody> _waiting = [];

    /// <summary>The static method of the patch that has a body of the new build; for constructors it works on a given object.</summary>
    public MethodDefinition FindOrDeclare(MethodDefinition source)
    {
        if (_bodies.TryGetValue(source, out var known))
            return known;
        if (ExternMethods.Is(source) && facts.Accessors.Find(source) is null)
            return _bodies[source] = DeclareExtern(source);
        var plain = Declare(source, source.IsConstructor ? "_ctor" : source.Name, out var references);
        var body = source.IsSynchronized ? SynchronizedBody.Wrap(source, plain, name => Declare(source, name, out _), importer) : plain;
        _bodies.Add(source, body);
        _waiting.Add(source, new DeclaredBody(plain, references));
        return body;
    }

    /// <summary>The static method that makes an object by a constructor whose new body callers must reach directly.</summary>
    public MethodDefinition FindOrDeclareFactory(MethodDefinition constructor)
    {
        if (_factories.TryGetValue(constructor, out var factory))
            return factory;
        var body = FindOrDeclare(constructor);
        factory = ObjectFactory.Declare(constructor, body, importer);
        body.DeclaringType.Methods.Add(factory);
        _factories.Add(constructor, factory);
        return factory;
    }

    /// <summary>A method that was declared and has no body yet; from now on it counts as having one.</summary>
    public DeclaredBody TakeDeclared(MethodDefinition source)
    {
        var declared = _waiting[source];
        _waiting.Remove(source);
        return declared;
    }

    /// <summary>The methods that were declared and have no body yet.</summary>
    public IEnumerable<MethodDefinition> Waiting => _waiting.Keys;

    /// <summary>A static method of the shape of <paramref name="source"/>, without a body yet, that stack traces do not show.</summary>
    public MethodDefinition DeclareHidden(MethodDefinition source, string name) => DeclareHidden(source, name, out _);

    /// <inheritdoc cref="DeclareHidden(MethodDefinition, string)"/>
    public MethodDefinition DeclareHidden(MethodDefinition source, string name, out ReferenceRewriter references)
    {
        var method = Declare(source, name, out references);
        method.ImplAttributes = default;
        DispatchSubclass.Hide(method.Module, method);
        return method;
    }

    private MethodDefinition Declare(MethodDefinition source, string name, out ReferenceRewriter references)
    {
        var holder = holders.FindOrAdd(source.DeclaringType);
        var method = new MethodDefinition(GeneratedName.Free(name, free => holder.Methods.Any(m => m.Name == free)), Static,
            importer.Target.TypeSystem.Void);
        references = StaticShape.Give(source, method, importer);
        method.ImplAttributes = source.ImplAttributes & Kept;
        holder.Methods.Add(method);
        return method;
    }

    // What native code or the runtime supplies is the same method in the patch.
    private MethodDefinition DeclareExtern(MethodDefinition source)
    {
        var holder = holders.FindOrAdd(source.DeclaringType);
        var name = GeneratedName.Free(source.Name, free => holder.Methods.Any(m => m.Name == free));
        var method = types.Method(source, holder);
        method.Name = name;
        method.IsPublic = true;
        accessors.Qualify(source, method);
        return method;
    }
}

/// <summary>A method that waits for its body.</summary>
/// <param name="Target">The method.</param>
/// <param name="References">Takes references to its context.</param>
internal sealed record DeclaredBody(MethodDefinition Target, ReferenceRewriter References);
