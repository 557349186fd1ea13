using HotWeave.Fuzz.Mutating;

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
        ".hotpatch" => DamagePatch(seed, random),
        ".snk" => Mutation.Damage(seed, [], random),
        _ => Mutation.Damage(seed, FileAreas.OfAssembly(seed), random),
    };

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
