using System.Runtime.InteropServices;

namespace HotWeave.Ghost.Plans;

/// <summary>Reads plans where they lie in memory; nothing is copied, and nothing read that is not there.</summary>
internal unsafe struct PlanCursor
{
    private readonly byte* _end;
    private byte* _at;

    public PlanCursor(byte* bytes, int length)
    {
        _at = bytes;
        _end = bytes + length;
    }

    /// <summary>Whether everything is read.</summary>
    public readonly bool IsAtEnd => _at == _end;

    /// <summary>A number of four bytes.</summary>
    public int ReadNumber() => *(int*)Advance(sizeof(int));

    /// <summary>A number of two bytes.</summary>
    public ushort ReadShort() => *(ushort*)Advance(sizeof(ushort));

    /// <summary>A count of what takes at least <paramref name="size"/> bytes each.</summary>
    public int ReadCount(int size)
    {
        var count = ReadNumber();
        return count >= 0 && count <= (_end - _at) / size ? count : throw new GhostException(GhostStep.ReadPlan, HResult.InvalidArgument);
    }

    /// <summary>An identity of sixteen bytes.</summary>
    public Guid ReadGuid() => new(new ReadOnlySpan<byte>(Advance(16), 16));

    /// <summary>A name, with the zero that ends it.</summary>
    public char* ReadName()
    {
        var length = ReadCount(sizeof(char));
        var name = (char*)Advance((length + 1) * sizeof(char));
        return name[length] == 0 ? name : throw new GhostException(GhostStep.ReadPlan, HResult.InvalidArgument);
    }

    /// <summary>A blob.</summary>
    public PlanBlob ReadBlob()
    {
        var length = ReadCount(1);
        return new PlanBlob(Advance(length), length);
    }

    private byte* Advance(int length)
    {
        if (length < 0 || length > _end - _at)
            throw new GhostException(GhostStep.ReadPlan, HResult.InvalidArgument);
        var taken = _at;
        _at += length;
        return taken;
    }
}

/// <summary>Bytes of a plan, where they lie.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct PlanBlob(byte* bytes, int length)
{
    public readonly byte* Bytes = bytes;
    public readonly int Length = length;
}
