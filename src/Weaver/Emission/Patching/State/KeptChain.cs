using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// What version classes have for the objects that versions before gave other code: the field into which the process puts the version that
/// was current when this one came, and the note that some of the type's methods are called without asking any version.
/// </summary>
internal sealed class KeptChain
{
    /// <summary>The name of the field; the runtime knows it.</summary>
    private const string Before = "<HotWeave>before";

    /// <summary>The name of the note; the runtime knows it.</summary>
    private const string Open = "<HotWeave>open";

    private readonly PatchPlan _plan;
    private readonly Holders _holders;
    private readonly TypeImporter _woven;
    private readonly Dictionary<TypeDefinition, FieldDefinition> _fields = [];

    /// <param name="plan">What the patch holds.</param>
    /// <param name="holders">The version classes.</param>
    /// <param name="woven">Takes references of deployed code to the patch.</param>
    public KeptChain(PatchPlan plan, Holders holders, TypeImporter woven) => (_plan, _holders, _woven) = (plan, holders, woven);

    /// <summary>The field of a type whose objects keep the code they were made with.</summary>
    public FieldDefinition FindOrAdd(TypeDefinition type)
    {
        if (_fields.TryGetValue(type, out var field))
            return field;
        var version = _holders.FindOrAdd(type);
        field = new FieldDefinition(Before, FieldAttributes.Assembly | FieldAttributes.Static, version.BaseType);
        version.Fields.Add(field);
        _fields.Add(type, field);
        return field;
    }

    /// <summary>The method of dispatch objects that stands for an export.</summary>
    public MethodReference FindMethod(PatchedExport export) => new ReferenceRewriter(_woven, GenericMap.Empty).Method(export.Stub.DispatchMethod);

    /// <summary>Notes which types have changed methods that nobody asks a version for.</summary>
    public void NoteOpen()
    {
        // Who calls what only this version has is of this version.
        var open = _plan.Inlined.Where(static m => m is { IsPrivate: false, IsStatic: false, IsConstructor: false })
            .Where(m => _plan.Matches.Any(match => match.OldOf(m) is not null)).Select(static m => m.DeclaringType).ToList();
        foreach (var replaced in _plan.Replaced.Where(r => open.Contains(r.Type)))
        {
            var version = _holders.FindOrAdd(replaced.Type);
            version.Fields.Add(new FieldDefinition(Open, FieldAttributes.Assembly | FieldAttributes.Static, version.Module.TypeSystem.Boolean));
        }
    }
}
