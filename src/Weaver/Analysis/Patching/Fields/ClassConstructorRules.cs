using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>What becomes of the difference between two static constructors. They run once, and the deployed one has run.</summary>
internal sealed class ClassConstructorRules(AssemblyMatch match, MethodRules methods, DiagnosticSink sink)
{
    private readonly RowText _now = new(match.NewKeys);
    private readonly RowText _then = new(match.OldKeys);
    private readonly ContractRules _contracts = new(match, methods);
    private readonly List<AddedField> _reinitialised = [];
    private readonly HashSet<FieldDefinition> _judged = [];

    /// <summary>Deployed fields that are new ones for new code, since they are nothing but the value of an initialiser that differs.</summary>
    public IReadOnlyList<AddedField> Reinitialised => _reinitialised;

    /// <summary>
    /// Compares the static constructors of a type. What was added to one is the added fields' business; everything else that differs is told.
    /// </summary>
    /// <param name="type">The type in the new build.</param>
    /// <param name="old">The deployed type.</param>
    /// <param name="record">Takes the name of each member that differs.</param>
    /// <returns>The new static constructor, where lambdas in it are to go live; null otherwise.</returns>
    public MethodDefinition? Check(TypeDefinition type, TypeDefinition old, Action<string> record)
    {
        var (method, oldMethod) = (ClassConstructor.MethodOf(type), ClassConstructor.MethodOf(old));
        var isSame = method is null ? oldMethod is null : oldMethod is not null && !methods.IsChanged(method, oldMethod);
        var hasOtherContracts = _contracts.AreOthers(type);
        if (isSame && !hasOtherContracts && !IsInitialisedElsewhere(type))
            return null;
        var (now, then) = (ClassConstructor.Find(type), ClassConstructor.Find(old));
        var isTold = false;
        foreach (var field in FieldsOf(type, now))
        {
            if (match.OldOf(field) is not { } partner)
                continue;
            var (code, before) = (ClassConstructor.Find(field), ClassConstructor.Find(partner));
            if (TextOf(code, field, _now) == TextOf(before, partner, _then) && !ReadsReinitialised(code, field) && !(hasOtherContracts && field.FieldType == type))
                continue;
            _judged.Add(field);
            var isNew = Reinitialise(code, field);
            if (hasOtherContracts && field.FieldType == type)
                Tell(EditDiagnostics.ContractsChanged, ReadableName.Describe(type), SymbolLocation.Find(type));
            else if (!StartupCode.IsProgress(field))
                Tell(isNew ? EditDiagnostics.StaticReinitialised : EditDiagnostics.StaticInitialiserKept, ReadableName.Describe(field), SymbolLocation.Find(type));
        }

        if (isSame)
            return null;
        if (RestOf(now, _now) != RestOf(then, _then))
            Tell(EditDiagnostics.StaticConstructorChanged, ReadableName.Describe((now ?? then)!.Method), SymbolLocation.Find((now ?? then)!.Method));
        if (now is null || then is null || match.NewKeys.TreeOf(now.Method).Count == 1)
            return null;
        if (!isTold)
            record(ReadableName.Describe(now.Method));
        return now.Method;

        void Tell(DiagnosticDescriptor descriptor, string member, SourceLocation? location)
        {
            isTold = true;
            sink.Report(descriptor.At(member, location, member));
            record(member);
        }
    }

    /// <summary>Looks, in a type that both builds have, for fields whose initialisers are the same and read a field that is another one for new code now.</summary>
    /// <param name="type">The type in the new build.</param>
    /// <param name="record">Takes the name of each such field.</param>
    /// <returns>Whether any became another one by that, from which others may be computed.</returns>
    public bool CheckComputed(TypeDefinition type, Action<string> record)
    {
        var found = false;
        foreach (var field in FieldsOf(type, ClassConstructor.Find(type)))
        {
            if (match.OldOf(field) is null || ClassConstructor.Find(field) is not { } code || !ReadsReinitialised(code, field) || !_judged.Add(field))
                continue;
            var isNew = Reinitialise(code, field);
            found |= isNew;
            sink.Report((isNew ? EditDiagnostics.StaticReinitialised : EditDiagnostics.StaticInitialiserKept).At(ReadableName.Describe(field), SymbolLocation.Find(type), ReadableName.Describe(field)));
            record(ReadableName.Describe(field));
        }

        return found;
    }

    private static bool IsInitialisedElsewhere(TypeDefinition type) => type.Module.Types.Any(StartupCode.Is) && type.Fields.Any(static f => f.IsStatic && !f.HasConstant);

    // In the order in which they get their values, since one may be computed from another.
    private static IEnumerable<FieldDefinition> FieldsOf(TypeDefinition type, ClassConstructor? constructor) =>
        type.Fields.Where(static f => f.IsStatic).OrderBy(f => constructor?.InitialiserOf(f)?.First ?? int.MaxValue);

    private bool ReadsReinitialised(ClassConstructor? constructor, FieldDefinition field) =>
        constructor?.InitialiserOf(field)?.Instructions.Any(i => i.Operand is FieldReference read && _reinitialised.Any(r => r.Field != field && r.Field.Name == read.Name && r.Field == read.Resolve())) == true;

    private bool Reinitialise(ClassConstructor? now, FieldDefinition field)
    {
        if (now?.InitialiserOf(field) is not { StandsAlone: true } initialiser || now.FillsElsewhere(field))
            return false;
        if (!FixedValue.IsWhateverUsesIt(field, initialiser) && !IsTable(field, initialiser))
            return false;
        _reinitialised.Add(new AddedField(field, initialiser, AddedField.StaticKey(field, initialiser, _now)));
        return true;
    }

    // What deployed code puts into a table would be missing in another one.
    private bool IsTable(FieldDefinition field, Initialiser initialiser) =>
        StaticTable.Is(field, initialiser) && (match.OldOf(field) is not { } partner || StaticTable.IsOnlyRead(partner));

    private static string TextOf(ClassConstructor? constructor, FieldDefinition field, RowText text)
    {
        var initialisers = constructor?.Initialisers.Where(i => i.Field == field) ?? [];
        return string.Join("\n", initialisers.Select(i => text.Write(constructor!.Method, i.Instructions) + LaterValue.Describe(i, text)));
    }

    private static string RestOf(ClassConstructor? constructor, RowText text) =>
        constructor is null ? "" : text.Write(constructor.Method, constructor.Rest);
}
