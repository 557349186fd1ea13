using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// What objects have in an added field that were made by a constructor which the new build no longer has, as a rule because it got a parameter more. Whoever made them must be known:
/// nobody outside may have called it, and all code that did calls another constructor now, with values that say the same.
/// </summary>
internal sealed class DeletedConstructors(AssemblyMatch match)
{
    /// <summary>Stands for the value of the field in another object that existed.</summary>
    public static DerivedValue OfOther { get; } = new([]);

    /// <summary>The same, where the other fields come from that object too.</summary>
    public static DerivedValue Copy { get; } = new([]);

    /// <summary>The value; null where it is not known or not one.</summary>
    public DerivedValue? ValueOf(MethodDefinition deployed, FieldDefinition field)
    {
        var makers = Makers(deployed);
        // Nobody but other constructors calls it; what nobody calls at all, reflection may.
        if (makers.Count == 0)
            return deployed is { IsPrivate: true, HasParameters: true } ? Copy : null;
        DerivedValue? common = null;
        foreach (var value in makers.SelectMany(root => ValuesMade(root, field)))
        {
            if (value is null)
                return null;
            if (ReferenceEquals(value, OfOther) || ReferenceEquals(value, Copy))
                continue;
            if (common is not null && common.Text != value.Text)
                return null;
            common = value;
        }

        return common is { IsOfObject: true } ? null : common ?? OfOther;
    }

    /// <summary>Whether no code is seen to call a constructor, so that what makes the objects is reflection.</summary>
    public bool IsUncalled(MethodDefinition deployed) =>
        !deployed.IsPrivate && deployed.DeclaringType is { IsAbstract: false, HasGenericParameters: false }
        && match.Pair.Modules.SelectMany(static m => m.Old.GetTypes()).SelectMany(static t => t.Methods).All(m => !m.HasBody || !Calls(m, deployed));

    /// <summary>
    /// Whether all code that is seen to have called the constructor calls another one now and leaves out what that takes more.
    /// </summary>
    public bool AllLeaveOut(MethodDefinition deployed, MethodDefinition now) => Makers(deployed).All(root => LeavesOut(root, deployed, now));

    private bool LeavesOut(MethodDefinition root, MethodDefinition deployed, MethodDefinition now)
    {
        if (match.NewOf(root) is not { } maker)
            return false;
        foreach (var body in match.NewKeys.TreeOf(maker).Where(static m => m.HasBody))
        {
            foreach (var call in body.Body.Instructions.Where(i => i.OpCode.Code is Code.Newobj or Code.Call && ConstructedValues.IsOwnConstructor(i, now.DeclaringType)))
            {
                var made = ((MethodReference)call.Operand).Resolve();
                var isSame = made == now ? PassesDefaults(body, call, now, deployed.Parameters.Count) : made is not null && match.OldOf(made) is { } old && Calls(root, old);
                if (!isSame)
                    return false;
            }
        }

        return true;
    }

    /// <summary>Whether a call of a constructor passes what compilers do for all but its first parameters.</summary>
    public static bool PassesDefaults(MethodDefinition caller, Instruction call, MethodDefinition constructor, int known)
    {
        var added = constructor.Parameters.Skip(known).ToList();
        return new ValueCode(caller).Taken(call, added.Count, always: false) is { } taken
            && added.Zip(taken, (p, t) => OptionalParameters.DefaultOf(constructor, p) is { } value && new DerivedValue(value).Text == new DerivedValue(t).Text).All(static same => same);
    }

    /// <summary>What a call of a constructor gives a field: code without arguments, or <see cref="OfOther"/>; null where it is not known.</summary>
    public static DerivedValue? ValueAt(MethodDefinition caller, Instruction call, FieldDefinition field)
    {
        if (((MethodReference)call.Operand).Resolve() is not { HasBody: true } constructor || ConstructedValues.ValueAfter(constructor, field) is not { } made)
            return null;
        if (ConstructedValues.IsCopy(made, field))
            return Copy;
        if (!made.HasArguments)
            return made;
        if (ConstructedValues.Through(made, caller, call, always: false) is not { } seen)
            return null;
        if (made.Steps.Count == 1 && Reads(seen.Steps[seen.Steps.Count - 1].Code, field))
            return OfOther;
        return seen.Steps.Any(static s => s.Argument >= 0) ? null : seen;
    }

    // ldfld field, or a getter that does nothing else
    private static bool Reads(Instruction instruction, FieldDefinition field) => instruction.OpCode.Code switch
    {
        Code.Ldfld => IsOf(instruction.Operand, field),
        Code.Call or Code.Callvirt => instruction.Operand is MethodReference reference && reference.DeclaringType.GetElementType() == field.DeclaringType
            && reference.Resolve() is { IsGetter: true, IsStatic: false, HasBody: true } getter && !(getter is { IsVirtual: true, IsFinal: false } && !field.DeclaringType.IsSealed)
            && getter.Body.Instructions.Where(static i => i.OpCode.Code != Code.Nop).ToList() is { Count: 3 } code && code[0].OpCode.Code == Code.Ldarg_0 && code[1].OpCode.Code == Code.Ldfld && IsOf(code[1].Operand, field),
        _ => false,
    };

    private static bool IsOf(object? operand, FieldDefinition field) => operand is FieldReference reference && reference.Name == field.Name && reference.DeclaringType.GetElementType() == field.DeclaringType;

    // The methods that a person wrote, as deployed, whose code calls the constructor; those of the type that call it for `this` are constructors themselves.
    private HashSet<MethodDefinition> Makers(MethodDefinition deployed) =>
        [.. deployed.Module.GetTypes().SelectMany(static t => t.Methods).Where(m => m.HasBody && !(m.IsConstructor && !m.IsStatic && m.DeclaringType == deployed.DeclaringType) && Calls(m, deployed)).Select(match.OldKeys.RootOf)];

    private static bool Calls(MethodDefinition caller, MethodDefinition constructor) =>
        caller.Body.Instructions.Any(i => i.Operand is MethodReference { Name: ".ctor" } reference && reference.Parameters.Count == constructor.Parameters.Count && reference.Resolve() == constructor);

    private List<DerivedValue?> ValuesMade(MethodDefinition root, FieldDefinition field)
    {
        if (match.NewOf(root) is not { } now)
            return [null];
        var made = match.NewKeys.TreeOf(now).Where(static m => m.HasBody)
            .SelectMany(m => m.Body.Instructions.Where(i => i.OpCode.Code is Code.Newobj or Code.Call && ConstructedValues.IsOwnConstructor(i, field.DeclaringType)).Select(i => ValueAt(m, i, field))).ToList();
        return made.Count == 0 ? [null] : made;
    }

    /// <summary>Whether assemblies that nobody shows may call a constructor.</summary>
    public static bool IsVisible(MethodDefinition constructor)
    {
        if (constructor.IsPrivate)
            return false;
        // Friends see what is internal.
        if (OutsideVisibility.HasFriends(constructor.Module))
            return true;
        if (constructor.IsAssembly || constructor.IsFamilyAndAssembly)
            return false;
        for (var type = constructor.DeclaringType; type is not null; type = type.DeclaringType)
        {
            if (!type.IsPublic && !type.IsNestedPublic && !type.IsNestedFamily && !type.IsNestedFamilyOrAssembly)
                return false;
        }

        return true;
    }
}
