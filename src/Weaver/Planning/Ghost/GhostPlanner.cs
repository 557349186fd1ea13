using HotWeave.Weaver.Analysis.Ghost;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Ghost;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Ghost;

/// <summary>Turns the plan for a copy of a loaded assembly into one for the loaded assembly itself.</summary>
internal sealed class GhostPlanner
{
    private readonly ModuleDefinition _module;
    private readonly MetadataTables _tables;
    private readonly ILookup<int, int> _parametersOf;
    private readonly ILookup<int, int> _constraintsOf;

    private GhostPlanner(ModuleDefinition module, MetadataTables tables)
    {
        _module = module;
        _tables = tables;
        _parametersOf = Rows(MetadataTables.GenericParam).ToLookup(row => new GenericParamRow(tables, row).Owner.Token);
        _constraintsOf = Rows(MetadataTables.GenericParamConstraint).ToLookup(row => new GenericParamConstraintRow(tables, row).Owner);
    }

    /// <summary>Makes the plan; before the copy is changed, since tokens are those of the module as read.</summary>
    /// <param name="module">The copy.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="plan">What weaving will do to it.</param>
    public static GhostPlan Plan(ModuleDefinition module, byte[] bytes, WeavePlan plan)
    {
        var tables = new MetadataTables(bytes, new ImageSections(bytes).MetadataRoot);
        var planner = new GhostPlanner(module, tables);
        return new GhostPlan(
            plan.Assembly, module.Mvid, plan.Mark, module.TypeSystem.CoreLibrary.MetadataToken.ToInt32(),
            [.. plan.Types.Where(static t => t.DispatchClass is not null).Select(planner.Plan)])
        {
            Callers = [.. module.GetTypes().SelectMany(static t => t.Methods).Where(InlineReach.MayInline).Select(static m => m.MetadataToken.ToInt32())],
        };
    }

    private GhostType Plan(TypePlan type)
    {
        var dispatchClass = new TypeReference(GeneratedName.Namespace, type.DispatchClass, _module, _module);
        return new GhostType((int)type.Token, dispatchClass.FullName, GeneratedName.Slot(dispatchClass), [.. type.Exports.Select(Plan)]);
    }

    private GhostExport Plan(ExportPlan export)
    {
        var token = (int)export.Method.Token;
        var method = (MethodDefinition)_module.LookupToken(token);
        var type = method.DeclaringType;
        var signature = new FlatSignature(type.GenericParameters.Count);
        var self = method.HasThis ? type.MetadataToken.ToInt32() : 0;
        var dispatch = signature.MakeDispatch(
            new MethodDefRow(_tables, token & 0xFFFFFF).Signature.Bytes, self, type.IsValueType, method.IsConstructor, out var arguments);
        return new GhostExport(
            token, export.DispatchMethod, method.IsConstructor, export.TailCall, arguments, dispatch,
            [.. ParametersOf(type.MetadataToken.ToInt32()).Concat(ParametersOf(token)).Select(row => Plan(row, signature))],
            signature.MakeInstantiation(method.GenericParameters.Count));
    }

    private IEnumerable<int> ParametersOf(int owner) => _parametersOf[owner].OrderBy(row => new GenericParamRow(_tables, row).Number);

    // Variance is for interfaces and delegates.
    private GhostParameter Plan(int row, FlatSignature signature)
    {
        const int Variance = 3;
        var parameter = new GenericParamRow(_tables, row);
        return new GhostParameter(parameter.Name.ToString(), parameter.Flags & ~Variance, [.. _constraintsOf[row].Select(c => Constrain(c, signature))]);
    }

    private GhostConstraint Constrain(int row, FlatSignature signature)
    {
        var token = new GenericParamConstraintRow(_tables, row).Constraint.Token;
        return token >> 24 == MetadataTables.TypeSpec
            ? new GhostConstraint(0, signature.MakeType(new TypeSpecRow(_tables, token & 0xFFFFFF).Signature.Bytes))
            : new GhostConstraint(token, []);
    }

    private IEnumerable<int> Rows(int table) => Enumerable.Range(1, _tables.Rows(table));
}
