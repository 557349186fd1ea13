using HotWeave.Fuzz.Mutating;
using HotWeave.Patches.Format;

namespace HotWeave.Fuzz.Inputs;

/// <summary>One file that the tool is given damaged, and the command that reads it.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Damaged">The file, in the folder of seeds.</param>
/// <param name="Folders">The folders of seeds that the command needs, or files.</param>
/// <param name="Arguments">The command line, with paths in the working folder.</param>
internal sealed record InputCase(string Name, string Damaged, string[] Folders, string[] Arguments)
{
    /// <summary>Damages the file.</summary>
    public byte[] Damage(byte[] seed, Random random) => Path.GetExtension(Damaged) switch
    {
        ".json" => JsonMutation.Damage(seed, random),
        ".pdb" => Mutation.Damage(seed, FileAreas.OfSymbols(seed), random),
        ".hotpatch" => SignatureBlock.FindEnvelope(seed) is { } envelope ? DamageSigned(seed, envelope, random) : DamagePatch(seed, random),
        ".keys" => EnvelopeMutation.Damage(seed, random),
        ".pem" or ".crt" => PemMutation.Damage(seed, random),
        ".jsonl" => LogMutation.Damage(seed, random),
        ".snk" => Mutation.Damage(seed, [], random),
        _ => Mutation.Damage(seed, FileAreas.OfAssembly(seed), random),
    };

    // Half of the damage goes into what is signed about the patch, half into the patch, as if it were the one that was signed.
    private static byte[] DamageSigned(byte[] seed, byte[] envelope, Random random)
    {
        var patch = seed[..(int)SignatureBlock.FindPatchLength(seed)];
        return random.Next(2) == 0
            ? SignatureBlock.Put(seed, EnvelopeMutation.Damage(envelope, random))
            : [.. DamagePatch(patch, random), .. seed[patch.Length..]];
    }

    // What the digest catches is always the same, so most are sealed again.
    private static byte[] DamagePatch(byte[] seed, Random random)
    {
        if (random.Next(8) == 0)
            return Mutation.Damage(seed, [], random);
        var start = seed.AsSpan().IndexOf("MZ"u8);
        var assembly = seed.AsSpan(start, BitConverter.ToInt32(seed, start - 4)).ToArray();
        return PatchSeal.Seal(Mutation.Damage(seed, FileAreas.OfPatch(seed, assembly), random));
    }
}
