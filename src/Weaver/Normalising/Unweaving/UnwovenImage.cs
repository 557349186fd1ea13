using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;
using HotWeave.Weaver.Reading;

namespace HotWeave.Weaver.Normalising.Unweaving;

/// <summary>
/// A woven file as it was before weaving, as far as instructions go: stubs are taken off and moved bodies are back, in the bytes. So
/// nothing has to become objects to be compared.
/// What weaving declared is still there; rows keep their numbers.
/// </summary>
/// <remarks>
/// Idea: a header fits into the room of the stub in front of the original instructions, and the row of the method points to it; a method
/// whose body was moved points to where that is,
/// and what called the body method calls the method again. A file that is not wholly as weaving writes it is left to <c>Unweaver</c>, which
/// does the same with objects.
/// </remarks>
internal sealed class UnwovenImage
{
    private const int Abstract = 0x400;
    private const int Synchronized = 0x20;

    private readonly RawImage _raw;
    private readonly MethodRows _methods;
    private readonly Dictionary<int, int> _bodies = [];
    private readonly HashSet<int> _exports = [];
    private readonly Dictionary<int, int> _taken = [];

    private UnwovenImage(RawImage raw)
    {
        _raw = raw;
        _methods = new MethodRows(raw.Tables);
    }

    /// <summary>The image, with its bytes.</summary>
    public RawImage Image => _raw;

    /// <summary>The rows of the methods that have a stub; for a unit method, of the one that has what stood in it.</summary>
    public IReadOnlyCollection<int> Exports => _exports;

    /// <summary>The rows of methods whose bodies were moved, each with that of the method that had them.</summary>
    public IReadOnlyDictionary<int, int> Moved => _bodies;

    /// <summary>The bytes that were taken off in front of a method's instructions, by its row.</summary>
    public int TakenOff(int method) => _taken.TryGetValue(method, out var bytes) ? bytes : 0;

    /// <summary>
    /// The image that was woven into <paramref name="woven"/>, which stays as it is; null where the weaving cannot be taken out like this.
    /// </summary>
    /// <exception cref="WeaverDefectException">The file is whole, and not understood.</exception>
    public static UnwovenImage? TakeOutOf(byte[] woven)
    {
        try
        {
            return RawImage.Read((byte[])woven.Clone()) is { } raw && new UnwovenImage(raw) is { } image && image.TakeOut() ? image : null;
        }
        catch (Exception e) when (DamageSign.Is(e))
        {
            // Damage is told by whoever reads the file whole.
            return DamagedInput.SurvivesRoundTrip(woven) ? throw new WeaverDefectException($"Weaving could not be taken out of a file that is whole: {e.Message}", e) : null;
        }
    }

    private bool TakeOut()
    {
        var slots = _methods.TypeNamed(GeneratedName.Slots);
        if (slots == 0)
            return false;
        var fields = new TypeDefRow(_raw.Tables, slots).FieldList;
        for (var row = 1; row <= _raw.Tables.Rows(MetadataTables.MethodDef); row++)
        {
            if (_raw.BodyOf(row) is { } body && RawStub.Begins(_raw.Bytes, body, IsSlot) && !TakeStub(row, body))
                return false;
        }

        if (_exports.Count != DispatchMethods())
            return false;
        foreach (var moved in _bodies)
            MoveBack(moved.Key, moved.Value);
        return _bodies.Count == 0 || Rebind();

        bool IsSlot(int token) => token >>> 24 == MetadataTables.Field && (token & 0xFFFFFF) >= fields.First && (token & 0xFFFFFF) < fields.End;
    }

    private bool TakeStub(int export, RawBody body)
    {
        if (RawStub.Read(_raw.Bytes, body) is not { } stub)
            return false;
        _exports.Add(export);
        if (stub.Called != 0 && _methods.Resolve(stub.Called) is > 0 and var called && _methods.IsBodyOf(called, export))
        {
            _bodies.Add(export, called);
            return true;
        }

        if (stub.Body - RawBody.FatHeader < body.Code)
            return false;
        _taken.Add(export, stub.Body - body.Code);
        var header = stub.Body - RawBody.FatHeader;
        body.WriteBefore(_raw.Bytes, header, body.End - stub.Body, body.MaxStack(_raw.Bytes));
        RawHandler.Shift(_raw.Bytes, body, body.Code - stub.Body);
        new MethodDefRow(_raw.Tables, export).SetRva(_raw.Sections.AddressOf(header));
        return true;
    }

    private int DispatchMethods()
    {
        var count = 0;
        foreach (var row in _methods.OfTypesIn(GeneratedName.Namespace))
        {
            if ((new MethodDefRow(_raw.Tables, row).Flags & Abstract) != 0)
                count++;
        }

        return count;
    }

    private void MoveBack(int export, int body)
    {
        var (to, from) = (new MethodDefRow(_raw.Tables, export), new MethodDefRow(_raw.Tables, body));
        to.SetRva(from.Rva);
        to.SetImplFlags((to.ImplFlags & ~Synchronized) | (from.ImplFlags & Synchronized));
    }

    // What names a body method names the method: by its row, by a reference through an instance of a generic type, or as a generic
    // instance.
    private bool Rebind()
    {
        var tables = _raw.Tables;
        var exports = _bodies.ToDictionary(static b => b.Value, static b => b.Key);
        for (var row = 1; row <= tables.Rows(MetadataTables.MemberRef); row++)
        {
            if (!_methods.IsNamedLikeBody(row) || !_methods.IsOwn(row))
                continue;
            if (!exports.TryGetValue(_methods.Resolve(RawRows.Token(MetadataTables.MemberRef, row)), out var export))
                return false;
            new MemberRefRow(tables, row).SetName(new MethodDefRow(tables, export).Name);
        }

        for (var row = 1; row <= tables.Rows(MetadataTables.MethodSpec); row++)
        {
            var instance = new MethodSpecRow(tables, row);
            if (instance.Method.Table == MetadataTables.MethodDef && exports.TryGetValue(instance.Method.Row, out var export))
                instance.SetMethod(CodedIndex.Encode(CodedIndexKind.MethodDefOrRef, RawRows.Token(MetadataTables.MethodDef, export)));
        }

        for (var row = 1; row <= tables.Rows(MetadataTables.MethodDef); row++)
        {
            if (!exports.ContainsKey(row) && _raw.BodyOf(row) is { } body)
                RebindCalls(body, exports);
        }

        return true;
    }

    private void RebindCalls(RawBody body, Dictionary<int, int> exports)
    {
        for (var code = new RawCode(_raw.Bytes, body); code.Advance();)
        {
            if (code.Operand == RawOperand.Member && code.Token >>> 24 == MetadataTables.MethodDef && exports.TryGetValue(code.Token & 0xFFFFFF, out var export))
                RawBody.Put(_raw.Bytes, code.OperandAt, export, 3);
        }
    }
}
