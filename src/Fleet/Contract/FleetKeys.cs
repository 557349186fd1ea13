using System.Globalization;
using System.Text;

namespace HotWeave.Fleet.Contract;

/// <summary>The keys under which things lie in a store: words of letters, digits, <c>-</c>, <c>_</c> and <c>=</c>, with dots between.</summary>
internal static class FleetKeys
{
    /// <summary>The key of an application's wish.</summary>
    public static string Wish(string application) => Root(application) + "wish";

    /// <summary>What the keys of all reports begin with.</summary>
    public static string Instances(string application) => Root(application) + "instances.";

    /// <summary>The key of a report.</summary>
    public static string Instance(string application, string instance) => Instances(application) + Escape(instance);

    /// <summary>What the keys of all published patches begin with.</summary>
    public static string Patches(string application) => Root(application) + "patches.";

    /// <summary>The key of a published patch.</summary>
    public static string Patch(string application, string digest) => Patches(application) + digest;

    /// <summary>Whether a text can be an application's name.</summary>
    public static bool IsApplication(string name) => name.Length is > 0 and <= 100 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    private static string Root(string application) => $"apps.{application}.";

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_')
                escaped.Append((char)b);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"={b:x2}");
        }

        return escaped.ToString();
    }
}
