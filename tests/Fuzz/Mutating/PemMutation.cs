using System.Security.Cryptography;
using System.Text;

namespace HotWeave.Fuzz.Mutating;

/// <summary>Damages PEM: the text, and the DER that it spells.</summary>
internal static class PemMutation
{
    /// <summary>Damages a file with one key or certificate.</summary>
    public static byte[] Damage(byte[] seed, Random random)
    {
        if (random.Next(4) == 0)
            return Mutation.Damage(seed, [], random);
        var text = Encoding.ASCII.GetString(seed);
        var found = PemEncoding.Find(text);
        var der = Mutation.Damage(Convert.FromBase64String(text[found.Base64Data]), [], random);
        return Encoding.ASCII.GetBytes(PemEncoding.WriteString(text[found.Label], der));
    }
}
