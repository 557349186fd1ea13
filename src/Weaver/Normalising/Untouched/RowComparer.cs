using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Normalising.Untouched;

/// <summary>
/// Whether types of two files are the same to the last row that says anything about them, bodies included. Where it says no, that may be a
/// matter of spelling.
/// </summary>
internal sealed class RowComparer
{
    private const int AggressiveInlining = 0x100;

    private readonly RawSide _now;
    private readonly RawSide _then;
    private readonly TokenPairs _tokens;
    private readonly Comparison _fields;
    private readonly Comparison _methods;
    private readonly Comparison _parameters;
    private readonly Comparison _properties;
    private readonly Comparison _events;
    private readonly Comparison _attributes;
    private readonly Comparison _genericParameters;
    private readonly Comparison _constraints;
    private readonly Comparison _interfaces;
    private readonly Comparison _implementations;
    private readonly Comparison _accessors;
    private readonly Comparison _constants;
    private readonly Comparison _marshalling;
    private readonly Comparison _security;
    private readonly Comparison _layouts;
    private readonly Comparison _offsets;
    private readonly Comparison _bindings;

    public RowComparer(RawSide now, RawSide then, TokenPairs tokens)
    {
        (_now, _then, _tokens) = (now, then, tokens);
        // Made once: they are asked for with every member.
        (_fields, _methods, _parameters, _properties, _events) = (SameFields, SameMethods, SameParameters, SameProperties, SameEvents);
        (_genericParameters, _interfaces, _bindings) = (SameGenericParameters, SameInterfaces, SameBindings);
        (_attributes, _constraints, _implementations, _accessors) = (SameAttributes, SameConstraints, SameImplementations, SameAccessors);
        (_constants, _marshalling, _security, _layouts, _offsets) = (SameConstants, SameMarshalling, SameSecurity, SameLayouts, SameOffsets);
    }

    private delegate bool Comparison(int now, int then);

    /// <summary>Compares two types without those in them.</summary>
    public bool AreSame(int now, int then)
    {
        const int table = MetadataTables.TypeDef;
        var (a, b) = (new TypeDefRow(_now.Tables, now), new TypeDefRow(_then.Tables, then));
        return a.Flags == b.Flags
            && AreSame(a.Extends, b.Extends)
            && HaveSameAttributes(table, now, then)
            && HaveSame(MetadataTables.GenericParam, table, now, then, _genericParameters)
            && HaveSame(MetadataTables.ClassLayout, table, now, then, _layouts)
            && HaveSame(MetadataTables.DeclSecurity, table, now, then, _security)
            && HaveSameInAnyOrder(MetadataTables.InterfaceImpl, table, now, then, _interfaces)
            && HaveSameInAnyOrder(MetadataTables.MethodImpl, table, now, then, _implementations)
            && AreSame(_now.FieldsOf(now), _then.FieldsOf(then), _fields)
            && AreSame(_now.MethodsOf(now), _then.MethodsOf(then), _methods)
            && AreSame(_now.Rows.PropertiesOf(now), _then.Rows.PropertiesOf(then), _properties)
            && AreSame(_now.Rows.EventsOf(now), _then.Rows.EventsOf(then), _events);
    }

    private bool SameFields(int now, int then)
    {
        const int table = MetadataTables.Field;
        var (a, b) = (new FieldRow(_now.Tables, now), new FieldRow(_then.Tables, then));
        return a.Flags == b.Flags && a.Name.IsSame(b.Name) && _tokens.Signatures.AreSame(a.Signature, b.Signature)
            && HaveSame(MetadataTables.Constant, table, now, then, _constants)
            && HaveSame(MetadataTables.FieldMarshal, table, now, then, _marshalling)
            && HaveSame(MetadataTables.FieldLayout, table, now, then, _offsets)
            && _now.Rows.FindChildren(MetadataTables.FieldRva, RawRows.Token(table, now)).Count == 0
            && _then.Rows.FindChildren(MetadataTables.FieldRva, RawRows.Token(table, then)).Count == 0
            && HaveSameAttributes(table, now, then);
    }

    private bool SameMethods(int now, int then)
    {
        const int table = MetadataTables.MethodDef;
        var (a, b) = (new MethodDefRow(_now.Tables, now), new MethodDefRow(_then.Tables, then));
        // Weaving asks for stubs to be inlined.
        return (a.ImplFlags | AggressiveInlining) == (b.ImplFlags | AggressiveInlining) && a.Flags == b.Flags
            && a.Name.IsSame(b.Name) && _tokens.Signatures.AreSame(a.Signature, b.Signature)
            && AreSame(a.ParamList, b.ParamList, _parameters)
            && HaveSame(MetadataTables.GenericParam, table, now, then, _genericParameters)
            && HaveSameAttributes(table, now, then)
            && HaveSame(MetadataTables.DeclSecurity, table, now, then, _security)
            && HaveSame(MetadataTables.ImplMap, table, now, then, _bindings)
            && SameBodies(now, then);
    }

    private bool SameBodies(int now, int then) =>
        (_now.Image.BodyOf(now), _then.Image.BodyOf(then)) switch
        {
            ({ } body, { } other) => RawBodyComparison.AreSame(_now.Image.Bytes, body, _then.Image.Bytes, other, _tokens),
            var (body, other) => body is null && other is null,
        };

    private bool SameBindings(int now, int then)
    {
        var (a, b) = (new ImplMapRow(_now.Tables, now), new ImplMapRow(_then.Tables, then));
        return a.MappingFlags == b.MappingFlags && a.ImportName.IsSame(b.ImportName)
            && new ModuleRefRow(_now.Tables, a.ImportScope).Name.IsSame(new ModuleRefRow(_then.Tables, b.ImportScope).Name);
    }

    private bool SameParameters(int now, int then)
    {
        const int table = MetadataTables.Param;
        var (a, b) = (new ParamRow(_now.Tables, now), new ParamRow(_then.Tables, then));
        return a.Flags == b.Flags && a.Sequence == b.Sequence && a.Name.IsSame(b.Name)
            && HaveSame(MetadataTables.Constant, table, now, then, _constants)
            && HaveSame(MetadataTables.FieldMarshal, table, now, then, _marshalling)
            && HaveSameAttributes(table, now, then);
    }

    private bool SameProperties(int now, int then)
    {
        const int table = MetadataTables.Property;
        var (a, b) = (new PropertyRow(_now.Tables, now), new PropertyRow(_then.Tables, then));
        return a.Flags == b.Flags && a.Name.IsSame(b.Name) && _tokens.Signatures.AreSame(a.Type, b.Type)
            && HaveSame(MetadataTables.Constant, table, now, then, _constants)
            && HaveSameAttributes(table, now, then)
            && HaveSameInAnyOrder(MetadataTables.MethodSemantics, table, now, then, _accessors);
    }

    private bool SameEvents(int now, int then)
    {
        const int table = MetadataTables.Event;
        var (a, b) = (new EventRow(_now.Tables, now), new EventRow(_then.Tables, then));
        return a.EventFlags == b.EventFlags && a.Name.IsSame(b.Name) && AreSame(a.EventType, b.EventType)
            && HaveSameAttributes(table, now, then)
            && HaveSameInAnyOrder(MetadataTables.MethodSemantics, table, now, then, _accessors);
    }

    private bool SameGenericParameters(int now, int then)
    {
        const int table = MetadataTables.GenericParam;
        var (a, b) = (new GenericParamRow(_now.Tables, now), new GenericParamRow(_then.Tables, then));
        return a.Number == b.Number && a.Flags == b.Flags && a.Name.IsSame(b.Name)
            && HaveSameAttributes(table, now, then)
            && HaveSameInAnyOrder(MetadataTables.GenericParamConstraint, table, now, then, _constraints);
    }

    private bool SameInterfaces(int now, int then)
    {
        var (a, b) = (new InterfaceImplRow(_now.Tables, now), new InterfaceImplRow(_then.Tables, then));
        return AreSame(a.Interface, b.Interface) && HaveSameAttributes(MetadataTables.InterfaceImpl, now, then);
    }

    private bool SameConstraints(int now, int then)
    {
        var (a, b) = (new GenericParamConstraintRow(_now.Tables, now), new GenericParamConstraintRow(_then.Tables, then));
        return AreSame(a.Constraint, b.Constraint) && HaveSameAttributes(MetadataTables.GenericParamConstraint, now, then);
    }

    private bool SameImplementations(int now, int then)
    {
        var (a, b) = (new MethodImplRow(_now.Tables, now), new MethodImplRow(_then.Tables, then));
        return AreSame(a.MethodBody, b.MethodBody) && AreSame(a.MethodDeclaration, b.MethodDeclaration);
    }

    private bool SameAccessors(int now, int then)
    {
        var (a, b) = (new MethodSemanticsRow(_now.Tables, now), new MethodSemanticsRow(_then.Tables, then));
        return a.Semantics == b.Semantics
            && _tokens.AreSame(RawRows.Token(MetadataTables.MethodDef, a.Method), RawRows.Token(MetadataTables.MethodDef, b.Method));
    }

    private bool SameAttributes(int now, int then)
    {
        var (a, b) = (new CustomAttributeRow(_now.Tables, now), new CustomAttributeRow(_then.Tables, then));
        return AreSame(a.Type, b.Type) && a.Value.IsSame(b.Value);
    }

    private bool SameConstants(int now, int then)
    {
        var (a, b) = (new ConstantRow(_now.Tables, now), new ConstantRow(_then.Tables, then));
        return a.Type == b.Type && a.Value.IsSame(b.Value);
    }

    private bool SameMarshalling(int now, int then) =>
        new FieldMarshalRow(_now.Tables, now).NativeType.IsSame(new FieldMarshalRow(_then.Tables, then).NativeType);

    private bool SameSecurity(int now, int then)
    {
        var (a, b) = (new DeclSecurityRow(_now.Tables, now), new DeclSecurityRow(_then.Tables, then));
        return a.Action == b.Action && a.PermissionSet.IsSame(b.PermissionSet);
    }

    private bool SameLayouts(int now, int then)
    {
        var (a, b) = (new ClassLayoutRow(_now.Tables, now), new ClassLayoutRow(_then.Tables, then));
        return a.PackingSize == b.PackingSize && a.ClassSize == b.ClassSize;
    }

    private bool SameOffsets(int now, int then) =>
        new FieldLayoutRow(_now.Tables, now).Offset == new FieldLayoutRow(_then.Tables, then).Offset;

    private bool HaveSameAttributes(int table, int now, int then)
    {
        var a = _now.Rows.FindChildren(MetadataTables.CustomAttribute, RawRows.Token(table, now));
        var b = _then.Rows.FindChildren(MetadataTables.CustomAttribute, RawRows.Token(table, then));
        return (a.Count == 0 && b.Count == 0) || AreSame(_now.Written(a), _then.Written(b), _attributes);
    }

    private bool HaveSame(int children, int table, int now, int then, Comparison areSame) =>
        AreSame(
            _now.Rows.FindChildren(children, RawRows.Token(table, now)),
            _then.Rows.FindChildren(children, RawRows.Token(table, then)),
            areSame);

    // What is sorted by tokens stands in another order where those are others.
    private bool HaveSameInAnyOrder(int children, int table, int now, int then, Comparison areSame)
    {
        var a = _now.Rows.FindChildren(children, RawRows.Token(table, now));
        var b = _then.Rows.FindChildren(children, RawRows.Token(table, then));
        if (a.Count != b.Count)
            return false;
        if (a.Count <= 1)
            return AreSame(a, b, areSame);
        var left = Enumerable.Range(b.First, b.Count).ToList();
        for (var row = a.First; row < a.End; row++)
        {
            var partner = left.FindIndex(other => areSame(row, other));
            if (partner < 0)
                return false;
            left.RemoveAt(partner);
        }

        return true;
    }

    private static bool AreSame(RawRange now, RawRange then, Comparison areSame)
    {
        if (now.Count != then.Count)
            return false;
        for (var i = 0; i < now.Count; i++)
        {
            if (!areSame(now.First + i, then.First + i))
                return false;
        }

        return true;
    }

    private static bool AreSame(List<int> now, List<int> then, Comparison areSame)
    {
        if (now.Count != then.Count)
            return false;
        for (var i = 0; i < now.Count; i++)
        {
            if (!areSame(now[i], then[i]))
                return false;
        }

        return true;
    }

    private bool AreSame(CodedIndex now, CodedIndex then) =>
        now.IsNone || then.IsNone ? now.IsNone == then.IsNone : _tokens.AreSame(now.Token, then.Token);
}
