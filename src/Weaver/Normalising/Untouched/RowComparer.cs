using HotWeave.Weaver.Model.Raw;

namespace HotWeave.Weaver.Normalising.Untouched;

/// <summary>Whether types of two files are the same to the last row that says anything about them, bodies included. Where it says no, that may be a matter of spelling.</summary>
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
        _attributes = (a, b) => SameToken(MetadataTables.CustomAttribute, a, b, 1, CodedIndex.CustomAttributeType) && SameBlob(MetadataTables.CustomAttribute, a, b, 2);
        _constraints = (a, b) => SameToken(MetadataTables.GenericParamConstraint, a, b, 1, CodedIndex.TypeDefOrRef) && HaveSameAttributes(MetadataTables.GenericParamConstraint, a, b);
        _implementations = (a, b) => SameToken(MetadataTables.MethodImpl, a, b, 1, CodedIndex.MethodDefOrRef) && SameToken(MetadataTables.MethodImpl, a, b, 2, CodedIndex.MethodDefOrRef);
        _accessors = (a, b) => Same(MetadataTables.MethodSemantics, a, b, 0) && SameToken(MetadataTables.MethodSemantics, a, b, 1, MetadataTables.MethodDef);
        _constants = (a, b) => Same(MetadataTables.Constant, a, b, 0) && SameBlob(MetadataTables.Constant, a, b, 2);
        _marshalling = (a, b) => SameBlob(MetadataTables.FieldMarshal, a, b, 1);
        _security = (a, b) => Same(MetadataTables.DeclSecurity, a, b, 0) && SameBlob(MetadataTables.DeclSecurity, a, b, 2);
        _layouts = (a, b) => Same(MetadataTables.ClassLayout, a, b, 0) && Same(MetadataTables.ClassLayout, a, b, 1);
        _offsets = (a, b) => Same(MetadataTables.FieldLayout, a, b, 0);
    }

    private delegate bool Comparison(int now, int then);

    /// <summary>Compares two types without those in them.</summary>
    public bool AreSame(int now, int then)
    {
        const int table = MetadataTables.TypeDef;
        return Same(table, now, then, 0)
            && SameToken(table, now, then, 3, CodedIndex.TypeDefOrRef)
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
        return Same(table, now, then, 0) && SameText(table, now, then, 1) && SameSignature(table, now, then, 2)
            && HaveSame(MetadataTables.Constant, table, now, then, _constants)
            && HaveSame(MetadataTables.FieldMarshal, table, now, then, _marshalling)
            && HaveSame(MetadataTables.FieldLayout, table, now, then, _offsets)
            && _now.Rows.FindChildren(MetadataTables.FieldRva, RawRows.Token(table, now)).Count == 0 && _then.Rows.FindChildren(MetadataTables.FieldRva, RawRows.Token(table, then)).Count == 0
            && HaveSameAttributes(table, now, then);
    }

    private bool SameMethods(int now, int then)
    {
        const int table = MetadataTables.MethodDef;
        return SameImplementation(now, then) && Same(table, now, then, 2) && SameText(table, now, then, 3) && SameSignature(table, now, then, 4)
            && AreSame(_now.Rows.ParametersOf(now), _then.Rows.ParametersOf(then), _parameters)
            && HaveSame(MetadataTables.GenericParam, table, now, then, _genericParameters)
            && HaveSameAttributes(table, now, then)
            && HaveSame(MetadataTables.DeclSecurity, table, now, then, _security)
            && HaveSame(MetadataTables.ImplMap, table, now, then, _bindings)
            && SameBodies(now, then);
    }

    // Weaving asks for stubs to be inlined.
    private bool SameImplementation(int now, int then) =>
        (_now.Tables.Column(MetadataTables.MethodDef, now, 1) | AggressiveInlining) == (_then.Tables.Column(MetadataTables.MethodDef, then, 1) | AggressiveInlining);

    private bool SameBodies(int now, int then) =>
        (_now.Image.BodyOf(now), _then.Image.BodyOf(then)) switch
        {
            ({ } body, { } other) => RawBodyComparison.AreSame(_now.Image.Bytes, body, _then.Image.Bytes, other, _tokens),
            var (body, other) => body is null && other is null,
        };

    private bool SameBindings(int now, int then)
    {
        const int table = MetadataTables.ImplMap;
        var (library, other) = (_now.Tables.Column(table, now, 3), _then.Tables.Column(table, then, 3));
        return Same(table, now, then, 0) && SameText(table, now, then, 2) && SameText(MetadataTables.ModuleRef, library, other, 0);
    }

    private bool SameParameters(int now, int then)
    {
        const int table = MetadataTables.Param;
        return Same(table, now, then, 0) && Same(table, now, then, 1) && SameText(table, now, then, 2)
            && HaveSame(MetadataTables.Constant, table, now, then, _constants)
            && HaveSame(MetadataTables.FieldMarshal, table, now, then, _marshalling)
            && HaveSameAttributes(table, now, then);
    }

    private bool SameProperties(int now, int then)
    {
        const int table = MetadataTables.Property;
        return Same(table, now, then, 0) && SameText(table, now, then, 1) && SameSignature(table, now, then, 2)
            && HaveSame(MetadataTables.Constant, table, now, then, _constants)
            && HaveSameAttributes(table, now, then)
            && HaveSameInAnyOrder(MetadataTables.MethodSemantics, table, now, then, _accessors);
    }

    private bool SameEvents(int now, int then)
    {
        const int table = MetadataTables.Event;
        return Same(table, now, then, 0) && SameText(table, now, then, 1) && SameToken(table, now, then, 2, CodedIndex.TypeDefOrRef)
            && HaveSameAttributes(table, now, then)
            && HaveSameInAnyOrder(MetadataTables.MethodSemantics, table, now, then, _accessors);
    }

    private bool SameGenericParameters(int now, int then)
    {
        const int table = MetadataTables.GenericParam;
        return Same(table, now, then, 0) && Same(table, now, then, 1) && SameText(table, now, then, 3)
            && HaveSameAttributes(table, now, then)
            && HaveSameInAnyOrder(MetadataTables.GenericParamConstraint, table, now, then, _constraints);
    }

    private bool SameInterfaces(int now, int then) =>
        SameToken(MetadataTables.InterfaceImpl, now, then, 1, CodedIndex.TypeDefOrRef) && HaveSameAttributes(MetadataTables.InterfaceImpl, now, then);

    private bool HaveSameAttributes(int table, int now, int then)
    {
        var (a, b) = (_now.Rows.FindChildren(MetadataTables.CustomAttribute, RawRows.Token(table, now)), _then.Rows.FindChildren(MetadataTables.CustomAttribute, RawRows.Token(table, then)));
        return (a.Count == 0 && b.Count == 0) || AreSame(_now.Written(a), _then.Written(b), _attributes);
    }

    private bool HaveSame(int children, int table, int now, int then, Comparison areSame) =>
        AreSame(_now.Rows.FindChildren(children, RawRows.Token(table, now)), _then.Rows.FindChildren(children, RawRows.Token(table, then)), areSame);

    // What is sorted by tokens stands in another order where those are others.
    private bool HaveSameInAnyOrder(int children, int table, int now, int then, Comparison areSame)
    {
        var (a, b) = (_now.Rows.FindChildren(children, RawRows.Token(table, now)), _then.Rows.FindChildren(children, RawRows.Token(table, then)));
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

    private bool Same(int table, int now, int then, int column) => _now.Tables.Column(table, now, column) == _then.Tables.Column(table, then, column);

    private bool SameText(int table, int now, int then, int column) => _now.Tables.IsSameString(_now.Tables.Column(table, now, column), _then.Tables, _then.Tables.Column(table, then, column));

    private bool SameSignature(int table, int now, int then, int column) => _tokens.Signatures.AreSame(_now.Tables.Column(table, now, column), _then.Tables.Column(table, then, column));

    private bool SameBlob(int table, int now, int then, int column) => _now.Tables.Blob(_now.Tables.Column(table, now, column)).IsSame(_then.Tables.Blob(_then.Tables.Column(table, then, column)));

    private bool SameToken(int table, int now, int then, int column, CodedIndex kind)
    {
        var (a, b) = (_now.Tables.Column(table, now, column), _then.Tables.Column(table, then, column));
        return a == 0 || b == 0 ? a == b : _tokens.AreSame(CodedIndexes.TokenOf(kind, a), CodedIndexes.TokenOf(kind, b));
    }

    private bool SameToken(int table, int now, int then, int column, int named) =>
        _tokens.AreSame(RawRows.Token(named, _now.Tables.Column(table, now, column)), RawRows.Token(named, _then.Tables.Column(table, then, column)));
}
