using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach.Trees;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>Binds the accesses of fields in one body: to the deployed field, a cell, or a cache of the version's own.</summary>
internal sealed class FieldBinder(MethodDefinition source, ReachFacts facts, TreeBinder trees, IReachNeeds needs)
{
    /// <summary>Binds what names a field; null where it is copied.</summary>
    public Binding? Bind(Instruction original, FieldReference reference)
    {
        if (facts.Universe.Find(reference) is not { } field)
            return null;
        if (facts.Universe.WovenOf(field.DeclaringType) is null)
            return GeneratedCode.IsData(field.DeclaringType) ? BindData(field, reference) : null;

        return BindDeployedType(original, reference, field) switch
        {
            MemberBinding binding when IsGuarded(original, field) => BindGuarded(original, field, binding),
            var binding => binding,
        };
    }

    /// <summary>
    /// Whether a prefix (volatile., unaligned.) is not copied: of a field that only the patch has it is the accessor's business; that of a
    /// guarded one stands behind the guard.
    /// </summary>
    public bool DropsPrefixOf(Instruction access) =>
        access.Operand is FieldReference reference && facts.Universe.Find(reference) is { } field
        && (facts.IsAdded(field) || (access.OpCode.Code is Code.Ldfld or Code.Stfld && facts.IsGuarded(field)));

    private MemberBinding BindData(FieldDefinition field, FieldReference reference)
    {
        needs.NeedData(field);
        needs.NeedTypesOf(reference);
        return new MemberBinding(BindingKind.Data, field);
    }

    private bool IsGuarded(Instruction original, FieldDefinition field) =>
        original.OpCode.Code is Code.Ldfld or Code.Ldflda or Code.Stfld && facts.IsGuarded(field);

    private MemberBinding BindGuarded(Instruction original, FieldDefinition field, MemberBinding binding)
    {
        if (original.OpCode.Code == Code.Stfld)
            needs.NeedType(field.FieldType);
        return binding with { IsGuarded = true };
    }

    private Binding BindDeployedType(Instruction original, FieldReference reference, FieldDefinition field)
    {
        if (facts.IsAdded(field))
            return BindCell(original, reference, field);
        if (facts.Universe.OldOf(field) is not { } old)
        {
            needs.NeedCache(field);
            needs.NeedArgumentsOf(reference);
            return new MemberBinding(BindingKind.Cache, field);
        }

        if (ReadOnlyWrites.Is(original, field, old))
            needs.Note(EditDiagnostics.ReadOnlyStaticWritten, source, ReadableName.Describe(field));
        needs.NeedTypesOf(reference);
        return new MemberBinding(BindingKind.Deployed, field);
    }

    private Binding BindCell(Instruction original, FieldReference reference, FieldDefinition field)
    {
        needs.NeedCell(field);
        needs.NeedArgumentsOf(reference);
        return original.OpCode.Code == Code.Ldtoken ? trees.BindField(original, field) : new MemberBinding(BindingKind.Cell, field);
    }
}
