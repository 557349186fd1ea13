using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;

namespace HotWeave.Weaver.Reading.Bounds;

/// <summary>
/// Bodies of methods where they stand: instructions to the end, what they name is there, and all of them together are not much longer than
/// the file.
/// </summary>
internal sealed class BodyBounds(byte[] image, MetadataRoot root, TableBounds bounds, ImageSections sections)
{
    private const int CodeKind = 3; // miCodeTypeMask
    private const int Text = 0x70;
    private const int LocalsKind = 0x07;
    private const int FieldKind = 0x06;

    // ldarg.0 to 3, ldloc.0 to 3, stloc.0 to 3.
    private const int FirstShort = 0x02;
    private const int FirstVariable = 0x06;
    private const int LastShort = 0x0D;

    private readonly MetadataTables _tables = bounds.Tables;

    /// <exception cref="BadImageFormatException">A body is malformed.</exception>
    public void Check()
    {
        for (var method = 1; method <= _tables.Rows(MetadataTables.MethodDef); method++)
        {
            var row = new MethodDefRow(_tables, method);
            if (row.Rva == 0)
                continue;
            if ((row.ImplFlags & CodeKind) != 0)
                throw new BadImageFormatException("a method has a body that is no IL");
            Check(RawBody.Read(image, sections.OffsetOf(row.Rva)), CountArguments(row.Signature));
        }
    }

    // HASTHIS, GENERIC, then how many.
    private int CountArguments(RawBlob signature)
    {
        var blob = BoundedBytes.OfBlob(image, root.Blobs, signature.Index);
        var kind = blob.Byte();
        if ((kind & 0x10) != 0)
            blob.Compressed();
        return blob.Compressed() + ((kind & 0x60) == 0x20 ? 1 : 0);
    }

    private int CountVariables(int token)
    {
        if (token == 0)
            return 0;
        Require(token, token >>> 24 == MetadataTables.StandAloneSig);
        var blob = BoundedBytes.OfBlob(image, root.Blobs, new StandAloneSigRow(_tables, token & 0xFFFFFF).Signature.Index);
        return blob.Byte() == LocalsKind ? blob.Compressed() : throw new BadImageFormatException("a body has variables of no kind");
    }

    private void Check(in RawBody body, int arguments)
    {
        bounds.Spend(body.Size);
        var variables = CountVariables(body.Locals);
        for (var code = new RawCode(image, body); code.Advance();)
        {
            switch (code.Operand)
            {
                case RawOperand.Member:
                    CheckMember(code.Code, code.Token);
                    break;
                case RawOperand.Signature:
                    Require(code.Token, code.Token >>> 24 == MetadataTables.StandAloneSig);
                    break;
                case RawOperand.ShortArgument:
                    RequireBelow(image[code.OperandAt], arguments);
                    break;
                case RawOperand.Argument:
                    RequireBelow(BitConverter.ToUInt16(image, code.OperandAt), arguments);
                    break;
                case RawOperand.ShortVariable:
                    RequireBelow(image[code.OperandAt], variables);
                    break;
                case RawOperand.Variable:
                    RequireBelow(BitConverter.ToUInt16(image, code.OperandAt), variables);
                    break;
                case RawOperand.None when code.Code is >= FirstShort and <= LastShort:
                    RequireBelow((code.Code - FirstShort) & 3, code.Code < FirstVariable ? arguments : variables);
                    break;
                case RawOperand.Text:
                    CheckText(code.Token);
                    break;
            }
        }

        foreach (var handler in RawHandler.ReadAll(image, body))
        {
            if (!IsWithin(handler.TryStart, handler.TryLength, body.Size) || !IsWithin(handler.HandlerStart, handler.HandlerLength, body.Size))
                throw new BadImageFormatException("an exception handler leads out of its body");
            if (handler.Kind == RawHandler.Catch)
                Require(handler.Operand, handler.Operand >>> 24 is MetadataTables.TypeRef or MetadataTables.TypeDef or MetadataTables.TypeSpec);
        }
    }

    // III.1.9: what instructions take, a method, a field or a type; ldtoken takes any.
    private void CheckMember(int code, int token)
    {
        var table = token >>> 24;
        var (isType, isReference) = (table is MetadataTables.TypeRef or MetadataTables.TypeDef or MetadataTables.TypeSpec, table == MetadataTables.MemberRef);
        Require(token, isType || isReference || table is MetadataTables.Field or MetadataTables.MethodDef or MetadataTables.MethodSpec);
        var isField = table == MetadataTables.Field || (isReference && IsFieldReference(token & 0xFFFFFF));
        Require(token, code switch
        {
            RawOperands.Ldtoken => true,
            0x27 or 0x28 or 0x6F or 0x73 or RawOperands.Ldftn or RawOperands.Ldvirtftn => !isType && !isField, // jmp, call, callvirt, newobj
            >= 0x7B and <= 0x80 => isField, // ldfld to stsfld
            _ => isType,
        });
    }

    private bool IsFieldReference(int memberRef) =>
        BoundedBytes.OfBlob(image, root.Blobs, new MemberRefRow(_tables, memberRef).Signature.Index).Peek() == FieldKind;

    private void CheckText(int token)
    {
        if (token >>> 24 != Text)
            throw new BadImageFormatException("a body names a text that is none");
        bounds.Spend(BoundedBytes.OfBlob(image, root.Literals, token & 0xFFFFFF).Left);
    }

    private static void RequireBelow(int number, int count)
    {
        if (number >= count)
            throw new BadImageFormatException("a body uses an argument or a variable that is not there");
    }

    private void Require(int token, bool isOfKind)
    {
        var row = token & 0xFFFFFF;
        if (!isOfKind || row < 1 || row > _tables.Rows(token >>> 24))
            throw new BadImageFormatException($"a body refers to {token:X8}, which is not there");
    }

    private static bool IsWithin(int start, int length, int whole) => start >= 0 && length >= 0 && length <= whole - start;
}
