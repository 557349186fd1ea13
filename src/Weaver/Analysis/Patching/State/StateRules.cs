using System.Security.Cryptography;
using System.Text;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Finds the edits that change what state means: two versions that use the same objects at once would disagree about it.</summary>
internal sealed class StateRules(AssemblyMatch match)
{
    private readonly List<StateChange> _changes = [];
    private readonly MemberText _text = new(match.NewKeys);

    /// <summary>The edits, in the order of the new build.</summary>
    public IReadOnlyList<StateChange> Changes => _changes;

    /// <summary>Looks for fields that the old build has and the new one has not, or has with another type.</summary>
    public void Check(TypeDefinition type, TypeDefinition old)
    {
        if (type.IsEnum)
            return;
        var kept = new HashSet<FieldDefinition>(type.Fields.Select(match.OldOf).Where(static f => f is not null)!);
        foreach (var field in old.Fields.Where(f => HoldsState(f) && !kept.Contains(f)))
        {
            var now = type.Fields.FirstOrDefault(f => f.Name == field.Name && f.IsStatic == field.IsStatic);
            var text = now is null
                ? $"{ReadableName.Describe(field)} was deleted"
                : $"{ReadableName.Describe(field)} changed its type from {SignatureText.Plain.Write(field.FieldType)} to {SignatureText.Plain.Write(now.FieldType)}";
            _changes.Add(new StateChange(type, text, text, LosesState: true));
        }
    }

    /// <summary>Looks at what a changed method means for the objects of its type: their equality, and who locks on what.</summary>
    /// <param name="method">The method.</param>
    /// <param name="old">The deployed one.</param>
    /// <param name="added">The fields that types have gained so far, those of the method's among them.</param>
    public void CheckChanged(MethodDefinition method, MethodDefinition old, IEnumerable<AddedField> added)
    {
        var isStaticClass = method.DeclaringType is { IsAbstract: true, IsSealed: true };
        if (IsIdentity(method) && !isStaticClass && !ComparesMore(method, old, added))
            _changes.Add(new StateChange(method.DeclaringType, $"{ReadableName.Describe(method)} changed", $"{ReadableName.Describe(method)} {DigestOf(method)}", LosesState: false));
        var now = string.Join(", ", match.NewKeys.TreeOf(method).SelectMany(LockObjects.FindIn).Distinct());
        var then = string.Join(", ", match.OldKeys.TreeOf(old).SelectMany(LockObjects.FindIn).Distinct());
        // Who begins to lock, or stops to, excludes nobody whom it excluded before.
        if (now != then && now.Length > 0 && then.Length > 0)
        {
            var text = $"{ReadableName.Describe(method)} locks on {now} instead of {then}";
            _changes.Add(new StateChange(method.DeclaringType, text, text, LosesState: false));
        }
    }

    // What is read only was computed, not collected.
    private static bool HoldsState(FieldDefinition field) => !field.HasConstant && !GeneratedCode.IsData(field) && (!field.IsStatic || !field.IsInitOnly);

    // A record's Equals names each of its members, so a change of these is one of it.
    private static bool IsIdentity(MethodDefinition method)
    {
        var name = method.Name.Substring(method.Name.LastIndexOf('.') + 1);
        return !method.IsStatic && name is "Equals" or "GetHashCode" or "CompareTo";
    }

    // What a compiler wrote compares all fields of the type. Objects that exist are equal as they were where all have one value in the new
    // ones.
    private bool ComparesMore(MethodDefinition method, MethodDefinition old, IEnumerable<AddedField> added)
    {
        var isMessage = SourceGenerated.IsOfMessage(method) && SourceGenerated.IsOfMessage(old);
        var isOfRecord = method.Name == "Equals" && GeneratedCode.IsMarked(method) && GeneratedCode.IsMarked(old);
        if (!isOfRecord && !(isMessage && (method.Name == "Equals" || ReadsDeployedAlone(method))))
            return false;
        var type = method.DeclaringType;
        var gained = added.Where(a => a.Field.DeclaringType == type && !a.Field.IsStatic).ToList();
        var fields = type.Fields.Where(static f => !f.IsStatic).ToList();
        return gained.Count > 0 && gained.TrueForAll(g => SameForAll.Is(g) || (isMessage && SameForAll.IsEmptyOfMessage(g)))
            && fields.TrueForAll(f => match.OldOf(f) is not null || gained.Exists(g => g.Field == f))
            && fields.Count - gained.Count == old.DeclaringType.Fields.Count(static f => !f.IsStatic);
    }

    private bool ReadsDeployedAlone(MethodDefinition method) => method.Body.Instructions.All(i => i.Operand switch
    {
        FieldReference { DeclaringType: var type } field when type.GetElementType() == method.DeclaringType =>
            field.Resolve() is { } read && match.OldOf(read) is not null,
        MethodReference { DeclaringType: var type } called when type.GetElementType() == method.DeclaringType =>
            called.Resolve() is { } read && match.OldOf(read) is not null,
        _ => true,
    });

    private string DigestOf(MethodDefinition method)
    {
        var text = new StringBuilder();
        foreach (var body in match.NewKeys.TreeOf(method).Where(static m => m.HasBody))
        {
            foreach (var instruction in body.Body.Instructions)
            {
                var (name, operand) = LongForm.Read(instruction, body.Body);
                text.Append(name).Append(' ').Append(operand is MemberReference member ? _text.Write(member) : operand is Mono.Cecil.Cil.Instruction or Mono.Cecil.Cil.Instruction[] ? "" : operand).Append('\n');
            }
        }

        using var sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(text.ToString())), 0, 8).Replace("-", "").ToLowerInvariant();
    }
}
