using System.Text;
using System.Text.RegularExpressions;

namespace HotWeave.Fuzz.Mutating;

/// <summary>Damages JSON at its tokens: values of other kinds, huge numbers, endless nesting, things twice or missing.</summary>
internal static partial class JsonMutation
{
    private static readonly string[] s_values =
    [
        "null", "true", "-1", "0", "1e999", "99999999999999999999", "\"\"", "\"..\"", "\"../victim\"", "\"/victim\"", "\"a\\u0000b\"", "\"\\ud800\"", "{}", "[]", "[null]", "{\"a\":null}",
        "\"" + new string('x', 70000) + "\"",
    ];

    /// <summary>Damages a document.</summary>
    public static byte[] Damage(byte[] seed, Random random)
    {
        if (random.Next(4) == 0)
            return Mutation.Damage(seed, [], random);
        var text = Encoding.UTF8.GetString(seed);
        for (var count = random.Next(1, 3); count > 0; count--)
            text = DamageOnce(text, random);
        return Encoding.UTF8.GetBytes(text);
    }

    private static string DamageOnce(string text, Random random)
    {
        var tokens = Token().Matches(text);
        if (tokens.Count == 0)
            return "[";
        var token = tokens[random.Next(tokens.Count)];
        var (before, after) = (text[..token.Index], text[(token.Index + token.Length)..]);
        return random.Next(10) switch
        {
            < 5 => before + s_values[random.Next(s_values.Length)] + after,
            5 => before + after,
            6 => before + token.Value + "," + token.Value + after,
            7 => before + new string('[', random.Next(2) == 0 ? 65 : 200_000) + after,
            8 => before + string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + after,
            _ => before + tokens[random.Next(tokens.Count)].Value + after,
        };
    }

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|true|false|null|[{}\[\],:]
        """)]
    private static partial Regex Token();
}
