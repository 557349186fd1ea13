using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Finds what an object that exists would have in an added field, had the new build made it. It was made by a deployed constructor, and the new build says what that gives the field:
/// a constant, or something computed from a parameter which the deployed constructor keeps in a field that nobody writes later. All of them must say the same, and so must the code
/// that made such objects and calls another constructor now.
/// </summary>
internal sealed class ConstructedValues(AssemblyMatch match, bool takesServices)
{
    private const int MostCalls = 5;

    private readonly DeletedConstructors _callers = new(match);

    /// <summary>The value; null where the builds do not say, or not the same for all objects.</summary>
    public DerivedValue? Find(FieldDefinition field)
    {
        DerivedValue? common = null;
        var isOfOthers = false;
        foreach (var deployed in match.OldOf(field.DeclaringType)!.Methods.Where(static m => m is { IsConstructor: true, IsStatic: false, HasBody: true }))
        {
            if (SettledAfter(deployed, field) is not { } settled)
                return null;
            // It takes the value of another object that exists.
            var isOfOther = ReferenceEquals(settled, DeletedConstructors.OfOther);
            isOfOthers |= isOfOther;
            if (isOfOther || ReferenceEquals(settled, DeletedConstructors.Copy))
                continue;
            if (common is not null && common.Text != settled.Text)
                return null;
            common = settled;
        }

        return common is not null && !(isOfOthers && common.IsOfObject) && CallersAgree(field, common) ? common : null;
    }

    /// <summary>
    /// Whether the fields of the object that an initialiser reads hold later what they hold then. Visual Basic and F# let initialisers read
    /// them, and what stands first in a constructor of C# is one too.
    /// </summary>
    public bool ReadsSettled(Initialiser initialiser) =>
        initialiser.Instructions.Where(i => i.OpCode.Code is Code.Ldfld or Code.Ldflda && i.Operand is FieldReference).All(i =>
            ((FieldReference)i.Operand).Resolve() is not { } field || field.DeclaringType != initialiser.Field.DeclaringType || field == initialiser.Field
            || (IsSettled(field) && (match.OldOf(field) is not { } old || IsSettled(old)) && IsStoredBefore(initialiser.Constructor, i, field)));

    // What an object has that a deployed constructor made, in terms of the object.
    private DerivedValue? SettledAfter(MethodDefinition deployed, FieldDefinition field)
    {
        if (match.NewOf(deployed) is not { HasBody: true } now)
        {
            return (takesServices && _callers.IsUncalled(deployed) ? SettledByServices(deployed, field) : null)
                ?? (DeletedConstructors.IsVisible(deployed) ? SettledAsCompiledAnew(deployed, field) : _callers.ValueOf(deployed, field));
        }

        if (ValueAfter(now, field) is { } value)
        {
            if (IsCopy(value, field))
                return DeletedConstructors.Copy;
            if ((Settle(value, n => StepsOfKept(deployed, now, n)) ?? SameKept(deployed, now, field, value)) is { } settled)
                return settled;
        }

        return ClonedDefault.Is(now, field) ? DerivedValue.Default : null;
    }

    // Whoever calls a constructor that has got optional parameters calls it without them once he is compiled anew.
    private DerivedValue? SettledAsCompiledAnew(MethodDefinition deployed, FieldDefinition field)
    {
        if (OptionalParameters.FindSuccessor(deployed, field.DeclaringType) is not { } now || ValueAfter(now, field) is not { } value
            || !_callers.AllLeaveOut(deployed, now))
            return null;
        return Settle(value, n => n <= deployed.Parameters.Count
            ? StepsOfKept(deployed, now, n)
            : OptionalParameters.DefaultOf(now, now.Parameters[n - 1]));
    }

    // Dependency injection calls the one constructor that there is, with services for what it takes.
    private DerivedValue? SettledByServices(MethodDefinition deployed, FieldDefinition field)
    {
        var constructors = field.DeclaringType.Methods.Where(static m => m is { IsConstructor: true, IsStatic: false, HasBody: true }).ToList();
        if (constructors.Count != 1 || ValueAfter(constructors[0], field) is not { } value)
            return null;
        var now = constructors[0];
        return Settle(value, n => KeptParameter(deployed, now, now.Parameters[n - 1]) ?? ServiceParameters.ValueOf(now, now.Parameters[n - 1]));
    }

    private IReadOnlyList<DerivedStep>? KeptParameter(MethodDefinition deployed, MethodDefinition now, ParameterDefinition parameter)
    {
        var same = deployed.Parameters.FirstOrDefault(p => p.Name == parameter.Name
            && SignatureText.Plain.Write(p.ParameterType) == SignatureText.Plain.Write(parameter.ParameterType));
        return same is null ? null : StepsOfKept(deployed, now, same.Index + 1);
    }

    private DerivedValue? Settle(DerivedValue value, Func<int, IReadOnlyList<DerivedStep>?> argument)
    {
        var settled = value.With(argument);
        return settled is not null && settled.Steps.All(s => s.Argument != 0 || s.IsKept || IsKept(settled, s)) ? settled : null;
    }

    // In terms of the constructor's own arguments.
    public static DerivedValue? ValueAfter(MethodDefinition constructor, FieldDefinition field, int calls = 0)
    {
        if (calls > MostCalls || ConstructorWrites.InHelpers(constructor, field) || ChangesArguments(constructor))
            return null;
        var code = constructor.Body.Instructions;
        if (code.Any(i => i.OpCode.Code == Code.Ldflda && Is(i, field)))
            return null;
        var stores = code.Where(i => (i.OpCode.Code == Code.Stfld && Is(i, field)) || AutomaticProperties.StoredBy(i, field.DeclaringType) == field).ToList();
        if (stores.Count > 0)
            return stores.Count == 1 && !AutomaticProperties.MayBeOverridden(stores[0]) && Stored(constructor, stores[0]) is { } stored ? new DerivedValue(stored) : null;
        if (code.FirstOrDefault(i => i.OpCode.Code == Code.Call && IsOwnConstructor(i, field.DeclaringType)) is not { } call)
            return DerivedValue.Default;
        var other = ((MethodReference)call.Operand).Resolve();
        return other is { HasBody: true } && ValueAfter(other, field, calls + 1) is { } inner ? Through(inner, constructor, call, always: true) : null;
    }

    // What a store that always runs puts into a field of the object.
    private static IReadOnlyList<DerivedStep>? Stored(MethodDefinition constructor, Instruction store)
    {
        var taken = new ValueCode(constructor).Taken(store, 2, always: true);
        return taken is not null && taken[0].Count == 1 && taken[0][0].Argument == 0 ? taken[1] : null;
    }

    // A value in terms of a constructor's arguments, in those of the code that calls it.
    public static DerivedValue? Through(DerivedValue value, MethodDefinition caller, Instruction call, bool always)
    {
        if (!value.HasArguments)
            return value;
        var arguments = new ValueCode(caller).Taken(call, ((MethodReference)call.Operand).Parameters.Count, always);
        return arguments is null ? null : value.With(n => arguments[n - 1]);
    }

    // ldarg.1; ldfld field
    public static bool IsCopy(DerivedValue value, FieldDefinition field) =>
        value.Steps.Count == 2 && value.Steps[0].Argument > 0 && value.Steps[1].Code.OpCode.Code == Code.Ldfld && Is(value.Steps[1].Code, field);

    // ldarg.0; ldfld kept: the field in which a deployed constructor keeps its argument.
    private IReadOnlyList<DerivedStep>? StepsOfKept(MethodDefinition deployed, MethodDefinition now, int argument)
    {
        if (ChangesArguments(deployed))
            return null;
        return KeptAs(deployed, now, SignatureText.Plain.Write(deployed.Parameters[argument - 1].ParameterType), s => s.Count == 1 && s[0].Argument == argument);
    }

    // The deployed constructor computed the same, and kept it in another field.
    private DerivedValue? SameKept(MethodDefinition deployed, MethodDefinition now, FieldDefinition field, DerivedValue value) =>
        value.IsDefault || ChangesArguments(deployed) || KeptAs(deployed, now, SignatureText.Plain.Write(field.FieldType), s => new DerivedValue(s).Text == value.Text) is not { } kept ? null : new DerivedValue(kept);

    private IReadOnlyList<DerivedStep>? KeptAs(MethodDefinition deployed, MethodDefinition now, string type, Func<IReadOnlyList<DerivedStep>, bool> isIt)
    {
        foreach (var old in deployed.DeclaringType.Fields.Where(static f => !f.IsStatic))
        {
            if (SignatureText.Plain.Write(old.FieldType) != type)
                continue;
            var uses = deployed.Body.Instructions.Where(i => i.OpCode.Code is Code.Stfld or Code.Ldflda && Is(i, old)).ToList();
            if (uses.Count != 1 || uses[0].OpCode.Code != Code.Stfld || Stored(deployed, uses[0]) is not { } stored || !isIt(stored) || !IsSettled(old))
                continue;
            // A field that the new build has under another name, or not at all, is there in objects all the same.
            var kept = now.DeclaringType.Fields.FirstOrDefault(f => match.OldOf(f) == old);
            if (kept is null || IsSettled(kept))
                return [new DerivedStep(now, Instruction.Create(OpCodes.Ldarg_0)) { IsKept = true }, new DerivedStep(now, Instruction.Create(OpCodes.Ldfld, SelfView(kept ?? old)))];
        }

        return null;
    }

    // Reads of other fields of the object say the same later only where nobody writes them; a delegate of its own method says so always.
    private bool IsKept(DerivedValue value, DerivedStep self)
    {
        var next = value.Steps.SkipWhile(s => s != self).Skip(1).ToList();
        if (OwnDelegates.BeginWith([.. next.Select(static s => s.Code)], self.Source.DeclaringType))
            return true;
        return next.Count > 0 && ReadField(next[0].Code) is { } field && field.DeclaringType == self.Source.DeclaringType
            && match.OldOf(field) is { } old && IsSettled(field) && IsSettled(old) && IsStoredBefore(self.Source, next[0].Code, field);
    }

    // ldfld field, or the getter of an automatic property that nobody overrides
    private static FieldDefinition? ReadField(Instruction instruction) => instruction.OpCode.Code switch
    {
        Code.Ldfld => ((FieldReference)instruction.Operand).Resolve(),
        Code.Call or Code.Callvirt => AutomaticProperties.ReadBy(instruction),
        _ => null,
    };

    // What the constructor reads before it stores is not what the field has later.
    private static bool IsStoredBefore(MethodDefinition constructor, Instruction read, FieldDefinition field)
    {
        var code = constructor.Body.Instructions;
        var place = code.IndexOf(read);
        return place >= 0 && code.Skip(place).All(i => !((i.OpCode.Code is Code.Stfld or Code.Ldflda && Is(i, field))
            || AutomaticProperties.StoredBy(i, field.DeclaringType) == field || IsOwnConstructor(i, field.DeclaringType)));
    }

    // Code that made such objects and now calls a constructor that the deployed build does not have.
    private bool CallersAgree(FieldDefinition field, DerivedValue value)
    {
        var type = field.DeclaringType;
        foreach (var caller in field.Module.GetTypes().Where(t => t != type).Append(type).SelectMany(static t => t.Methods).Where(m => m.HasBody && match.OldOf(match.NewKeys.RootOf(m)) is not null))
        {
            foreach (var call in caller.Body.Instructions.Where(i => i.OpCode.Code == Code.Newobj || (i.OpCode.Code == Code.Call && caller.DeclaringType != type)).Where(i => IsOwnConstructor(i, type)))
            {
                var constructor = ((MethodReference)call.Operand).Resolve();
                if (constructor is null || match.OldOf(constructor) is not null || LeavesOut(caller, call, constructor))
                    continue;
                if (DeletedConstructors.ValueAt(caller, call, field) is not { } seen || !Agrees(seen, value))
                    return false;
            }
        }

        return true;
    }

    // It called a deployed constructor before, with the same arguments.
    private bool LeavesOut(MethodDefinition caller, Instruction call, MethodDefinition constructor) =>
        match.OldOf(constructor.DeclaringType)!.Methods.Any(m => m is { IsConstructor: true, IsStatic: false } && match.NewOf(m) is null
            && OptionalParameters.FindSuccessor(m, constructor.DeclaringType) == constructor
            && DeletedConstructors.PassesDefaults(caller, call, constructor, m.Parameters.Count));

    private static bool Agrees(DerivedValue made, DerivedValue value) =>
        ReferenceEquals(made, DeletedConstructors.Copy) || (ReferenceEquals(made, DeletedConstructors.OfOther) ? !value.IsOfObject : made.Text == value.Text);

    // A property that object initialisers set is set after the constructor.
    private static bool IsSettled(FieldDefinition field) =>
        field.IsInitOnly
            ? field.DeclaringType.Methods.Where(static m => m.HasBody && !m.IsConstructor)
                .All(m => m.Body.Instructions.All(i => i.OpCode.Code != Code.Stfld || !Is(i, field)))
            : field.IsPrivate && field.Module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody && !m.IsConstructor)
            .All(m => m.Body.Instructions.All(i => !(i.OpCode.Code == Code.Stfld || (i.OpCode.Code == Code.Ldflda && !AskedAddress.Is(i))) || !Is(i, field)));

    private static bool ChangesArguments(MethodDefinition method) =>
        method.Body.Instructions.Any(static i => i.OpCode.Code is Code.Starg or Code.Starg_S || (i.OpCode.Code is Code.Ldarga or Code.Ldarga_S && !AskedAddress.Is(i)));

    public static bool IsOwnConstructor(Instruction instruction, TypeDefinition type) =>
        instruction.Operand is MethodReference { Name: ".ctor" } reference && reference.DeclaringType.GetElementType() is var declaring && (declaring == type || (declaring.FullName == type.FullName && declaring.Resolve() == type));

    private static bool Is(Instruction instruction, FieldDefinition field) =>
        instruction.Operand is FieldReference reference && reference.Name == field.Name && reference.DeclaringType.GetElementType() == field.DeclaringType;

    private static FieldReference SelfView(FieldDefinition field) =>
        field.DeclaringType.HasGenericParameters ? new FieldReference(field.Name, field.FieldType, field.DeclaringType.SeenFromWithin()) : field;
}
