using HotWeave.Patches.Format;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Staying;

/// <summary>What becomes of a deployed field whose state new code does not go on with as it is.</summary>
internal enum FieldChange
{
    Deleted,
    Retyped,
    Converted,
}

/// <summary>A deployed field whose state new code does not go on with as it is.</summary>
/// <param name="Field">The deployed field.</param>
/// <param name="Type">Its type in the new build.</param>
/// <param name="Change">What becomes of it.</param>
/// <param name="Now">The field that stands for it in the new build; null where none has its name.</param>
internal sealed record ChangedField(FieldDefinition Field, TypeDefinition Type, FieldChange Change, FieldDefinition? Now)
{
    /// <summary>The change for people.</summary>
    public string Text => Change switch
    {
        FieldChange.Deleted => "is gone in the new build",
        FieldChange.Retyped => $"changes its type from {SignatureText.Plain.Write(Field.FieldType)} to {SignatureText.Plain.Write(Now!.FieldType)}",
        _ => "is carried over by [CodeChange]",
    };

    /// <summary>The fields of all types that both builds have, in the order of the new build.</summary>
    public static IEnumerable<ChangedField> Find(PatchDiff diff)
    {
        foreach (var type in diff.Match.Untouched.OthersIn(diff.Match.Pair.New))
        {
            if (type.IsEnum || GeneratedCode.IsGenerated(type) || diff.Match.OldOf(type) is not { } old)
                continue;
            var names = NamesInHooks(diff, type);
            var kept = type.Fields.Select(f => (Now: f, Old: diff.Match.OldOf(f))).Where(static f => f.Old is not null).ToDictionary(static f => f.Old!, static f => f.Now);
            foreach (var field in old.Fields.Where(static f => !f.HasConstant))
            {
                var now = kept.TryGetValue(field, out var same) ? same : type.Fields.FirstOrDefault(f => f.Name == field.Name && f.IsStatic == field.IsStatic && !f.HasConstant);
                if (names.Contains(NameOf(field)))
                    yield return new ChangedField(field, type, FieldChange.Converted, now);
                else if (same is null)
                    yield return new ChangedField(field, type, now is null ? FieldChange.Deleted : FieldChange.Retyped, now);
            }
        }
    }

    // What hooks that lead on from the deployed state name: by text where the new build has no such field, else as any code does.
    private static HashSet<string> NamesInHooks(PatchDiff diff, TypeDefinition type)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (!diff.State.Numbers.Any(n => n.Type == type && n.Deployed < n.Number))
            return names;
        foreach (var hook in diff.State.Hooks.Where(h => h.Kind is PatchHookKind.ChangeObject or PatchHookKind.ChangeType && h.Type == type))
        {
            foreach (var instruction in diff.Match.NewKeys.TreeOf(hook.Method).Where(static m => m.HasBody).SelectMany(static m => m.Body.Instructions))
            {
                if (instruction is { OpCode.Code: Code.Ldstr, Operand: string text })
                    names.Add(text);
                else if (instruction.OpCode.Code is Code.Stfld or Code.Stsfld or Code.Ldflda or Code.Ldsflda && instruction.Operand is FieldReference field && field.DeclaringType.GetElementType() == type)
                    names.Add(field.Resolve() is { } definition ? NameOf(definition) : field.Name);
            }
        }

        return names;
    }

    // A property's name will do in a hook.
    private static string NameOf(FieldDefinition field) => field.Name[0] == '<' && field.Name.IndexOf('>') is > 1 and var end ? field.Name.Substring(1, end - 1) : field.Name;
}
