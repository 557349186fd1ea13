using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading;

/// <summary>
/// Looks at bodies where they stand in a file: that they are instructions to the end, and that what these name is there. Throws where not.
/// </summary>
internal sealed class BodyCheck
{
    private readonly ModuleDefinition _module;
    private readonly RawImage _image;
    private readonly RawSignature _signatures;
    private readonly HashSet<int> _found = [];
    private int[] _starts = new int[1024];
    private int _bodies;

    public BodyCheck(ModuleDefinition module, RawImage image)
    {
        _module = module;
        _image = image;
        _signatures = new RawSignature((type, _) => Find(type));
    }

    public void Check(MethodDefinition method)
    {
        var body = _image.BodyOf((int)method.MetadataToken.RID) ?? throw new BadImageFormatException($"{method} has no body");
        if (body.Size >= _starts.Length)
            _starts = new int[body.Size * 2];
        _bodies++;
        var variables = VariablesOf(body);
        var arguments = method.Parameters.Count + (method.HasThis ? 1 : 0);
        for (var code = new RawCode(_image.Bytes, body); code.Advance();)
        {
            _starts[code.At - body.Code] = _bodies;
            Require(code.Operand switch
            {
                RawOperand.Member => Find(code.Token),
                RawOperand.Signature => FindSignature(code.Token),
                RawOperand.ShortArgument => _image.Bytes[code.OperandAt] < arguments,
                RawOperand.Argument => BitConverter.ToUInt16(_image.Bytes, code.OperandAt) < arguments,
                RawOperand.ShortVariable => _image.Bytes[code.OperandAt] < variables,
                RawOperand.Variable => BitConverter.ToUInt16(_image.Bytes, code.OperandAt) < variables,
                _ => true,
            });
        }

        CheckTargets(body);
        foreach (var handler in RawHandler.ReadAll(_image.Bytes, body))
            Require(IsStart(body, handler.TryStart) && IsStart(body, handler.HandlerStart) && (handler.Kind != RawHandler.Catch || (IsType(handler.Operand) && Find(handler.Operand))));
    }

    private void CheckTargets(RawBody body)
    {
        for (var code = new RawCode(_image.Bytes, body); code.Advance();)
        {
            if (code.Operand is RawOperand.Branch or RawOperand.ShortBranch)
                Require(IsStart(body, code.Target - body.Code));
            for (var target = 0; code.Operand == RawOperand.Switch && target < code.Token; target++)
                Require(IsStart(body, code.Next + BitConverter.ToInt32(_image.Bytes, code.OperandAt + 4 + (target * 4)) - body.Code));
        }
    }

    // LOCAL_SIG, then the number of variables.
    private int VariablesOf(RawBody body)
    {
        if (body.Locals == 0)
            return 0;
        Require(body.Locals >>> 24 == MetadataTables.StandAloneSig);
        var signature = new StandAloneSigRow(_image.Tables, body.Locals & 0xFFFFFF).Signature;
        if (_found.Add(body.Locals))
            Require(_signatures.AreSame(signature, signature));
        var bytes = signature.Bytes;
        var at = bytes.Offset + 1;
        return MetadataTables.ReadCompressed(bytes.Array, ref at);
    }

    private bool IsStart(RawBody body, int offset) => offset >= 0 && offset < body.Size && _starts[offset] == _bodies;

    private static bool IsType(int token) => token >>> 24 is MetadataTables.TypeDef or MetadataTables.TypeRef or MetadataTables.TypeSpec;

    private bool Find(int token)
    {
        var (table, row) = (token >>> 24, token & 0xFFFFFF);
        return table switch
        {
            MetadataTables.TypeRef or MetadataTables.TypeDef or MetadataTables.Field or MetadataTables.MethodDef => row > 0 && row <= _image.Tables.Rows(table),
            MetadataTables.MemberRef or MetadataTables.TypeSpec or MetadataTables.MethodSpec => FindAsObject(token),
            _ => false,
        };
    }

    // Of a calli. It is no object of Cecil's until the instruction is one.
    private bool FindSignature(int token)
    {
        var (table, row) = (token >>> 24, token & 0xFFFFFF);
        if (table != MetadataTables.StandAloneSig || row == 0 || row > _image.Tables.Rows(table))
            return false;
        var signature = new StandAloneSigRow(_image.Tables, row).Signature;
        return !_found.Add(token) || _signatures.AreSame(signature, signature);
    }

    // What a row says beyond its number is Cecil's to read; once is enough.
    private bool FindAsObject(int token) => !_found.Add(token) || _module.LookupToken(token) is not null;

    private static void Require(bool isThere)
    {
        if (!isThere)
            throw new BadImageFormatException("a body refers to something that is not there");
    }
}
