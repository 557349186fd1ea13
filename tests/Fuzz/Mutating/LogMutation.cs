using System.Text;

namespace HotWeave.Fuzz.Mutating;

/// <summary>Damages a log: the whole file, a line of it, or the order of its lines.</summary>
internal static class LogMutation
{
    /// <summary>Damages a log.</summary>
    public static byte[] Damage(byte[] seed, Random random)
    {
        var lines = Encoding.UTF8.GetString(seed).Split('\n');
        var (one, other) = (random.Next(lines.Length - 1), random.Next(lines.Length));
        switch (random.Next(6))
        {
            case 0:
                return Mutation.Damage(seed, [], random);
            case 1:
                (lines[one], lines[other]) = (lines[other], lines[one]);
                break;
            case 2:
                lines[one] = string.Concat(Enumerable.Repeat(lines[one], random.Next(2, 40_000)));
                break;
            default:
                lines[one] = Encoding.UTF8.GetString(JsonMutation.Damage(Encoding.UTF8.GetBytes(lines[one]), random));
                break;
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }
}
