using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>What a patch cannot change about the fields of a deployed type.</summary>
internal sealed class FieldRules(AssemblyMatch match, DiagnosticSink sink, HookRules hooks, bool takesServices)
{
    private readonly AddedFieldRules _added = new(match, sink, hooks, takesServices);
    private readonly UnseenMembers _unseen = new(match.Pair.Old);
    private readonly AddedStaticRules _addedStatics = new(match, sink, hooks);

    /// <summary>The new fields that a patch keeps in cells.</summary>
    public IEnumerable<AddedField> Added => _added.Added.Concat(_addedStatics.Added);

    public void Check(TypeDefinition type, TypeDefinition old)
    {
        if (type.IsEnum)
        {
            CheckEnum(type, old);
            return;
        }

        foreach (var field in type.Fields.Where(static f => !GeneratedCode.IsData(f)))
            CheckField(field, old);
        foreach (var field in old.Fields.Where(static f => !GeneratedCode.IsData(f)))
        {
            if (type.Fields.Any(f => f.Name == field.Name))
                continue;
            if (!field.HasConstant && FindSuccessor(type, field) is { } successor)
                Report(EditDiagnostics.FieldSucceeded, type, field, successor.Name);
            else if (!_unseen.IsUnseen(field))
                Report(field.HasConstant ? EditDiagnostics.MemberDeleted : EditDiagnostics.FieldDeleted, type, field);
        }
    }

    // The only new one of its type may have been meant to hold what the deployed one does.
    private FieldDefinition? FindSuccessor(TypeDefinition type, FieldDefinition gone)
    {
        var fields = type.Fields.Where(f => !f.HasConstant && f.IsStatic == gone.IsStatic && match.OldOf(f) is null && SignatureText.Plain.Write(f.FieldType) == SignatureText.Plain.Write(gone.FieldType)).ToList();
        return fields.Count == 1 ? fields[0] : null;
    }

    private void CheckField(FieldDefinition field, TypeDefinition old)
    {
        var type = field.DeclaringType;
        if (match.OldOf(field) is { } partner)
        {
            if (field.HasConstant && !Equals(field.Constant, partner.Constant))
                Report(EditDiagnostics.ConstantChanged, type, field);
            else if (field.Offset != partner.Offset)
                Report(EditDiagnostics.FieldRetyped, type, field, Shape(partner), Shape(field));
            return;
        }

        var retyped = old.Fields.FirstOrDefault(f => f.Name == field.Name);
        if (retyped is not null && type.IsValueType && !field.IsStatic)
        {
            Report(EditDiagnostics.FieldRetyped, type, field, Shape(retyped), Shape(field));
            return;
        }

        var converted = retyped is null ? null : _added.ConvertValue(retyped, field);
        if (retyped is not null)
            Report(converted is null ? EditDiagnostics.FieldReplaced : EditDiagnostics.FieldConverted, type, field, Shape(retyped), Shape(field));
        if (field.HasConstant && retyped is null)
            Report(EditDiagnostics.NotVisibleToReflection, type, field);
        else if (field.IsStatic && !field.HasConstant)
            _addedStatics.Check(field);
        else if (!field.HasConstant)
            _added.Check(field, converted);
    }

    private void CheckEnum(TypeDefinition type, TypeDefinition old)
    {
        var underlying = UnderlyingType(type);
        var was = UnderlyingType(old);
        if (underlying != was)
            sink.Report(EditDiagnostics.EnumRetyped.At(ReadableName.Describe(type), null, ReadableName.Describe(type), was, underlying));
        var now = type.Fields.Where(static f => f.IsStatic).Select(static f => f.Name + "=" + f.Constant).ToList();
        var then = old.Fields.Where(static f => f.IsStatic).Select(static f => f.Name + "=" + f.Constant).ToList();
        var changes = now.Except(then).Select(static m => "new " + m).Concat(then.Except(now).Select(static m => "gone " + m)).ToList();
        if (changes.Count > 0)
            sink.Report(EditDiagnostics.EnumChanged.At(ReadableName.Describe(type), null, ReadableName.Describe(type), string.Join(", ", changes)));
    }

    // ECMA-335 II.14.3: the one instance field of an enum.
    private static string UnderlyingType(TypeDefinition type) => type.Fields.First(static f => !f.IsStatic).FieldType.FullName;

    private static string Shape(FieldDefinition field) => (field.HasConstant ? "const " : field.IsStatic ? "static " : "") + SignatureText.Plain.Write(field.FieldType);

    private void Report(DiagnosticDescriptor descriptor, TypeDefinition type, FieldDefinition field, params object[] arguments) =>
        sink.Report(descriptor.At(ReadableName.Describe(field), SymbolLocation.Find(type), [ReadableName.Describe(field), .. arguments]));
}
