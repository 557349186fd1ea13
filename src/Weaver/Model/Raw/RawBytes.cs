namespace HotWeave.Weaver.Model.Raw;

/// <summary>Compares and finds parts of files.</summary>
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

    /// <summary>Whether a text of ASCII characters stands anywhere in a file.</summary>
    public static bool Holds(this byte[] bytes, string text)
    {
        for (var at = Array.IndexOf(bytes, (byte)text[0]); at >= 0 && at <= bytes.Length - text.Length; at = Array.IndexOf(bytes, (byte)text[0], at + 1))
        {
            var length = 1;
            while (length < text.Length && bytes[at + length] == text[length])
                length++;
            if (length == text.Length)
                return true;
        }

        return false;
    }
}
