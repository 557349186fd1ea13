namespace HotWeave.Weaver.Model.Raw;

/// <summary>Compares parts of files.</summary>
internal static class RawBytes
{
    /// <summary>Whether two parts have the same bytes.</summary>
    public static bool IsSame(this ArraySegment<byte> a, ArraySegment<byte> b)
    {
        if (a.Count != b.Count)
            return false;
        for (var i = 0; i < a.Count; i++)
        {
            if (a.Array[a.Offset + i] != b.Array[b.Offset + i])
                return false;
        }

        return true;
    }
}
