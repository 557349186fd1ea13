using HotWeave.Fuzz.Seeds;
using HotWeave.Trust.Signing;

namespace HotWeave.Fuzz.Mutating;

/// <summary>Damages what is signed: the envelope; what it holds; and what it holds, signed again as who has a trusted key would.</summary>
internal static class EnvelopeMutation
{
    /// <summary>Damages an envelope.</summary>
    public static byte[] Damage(byte[] envelope, Random random)
    {
        var way = random.Next(3);
        if (way == 0)
            return JsonMutation.Damage(envelope, random);
        var whole = DsseEnvelope.Parse(envelope);
        var damaged = whole with { Payload = JsonMutation.Damage(whole.Payload, random) };
        return (way == 1 ? damaged : SeedSigner.Sign(damaged, "alice")).Write();
    }
}
