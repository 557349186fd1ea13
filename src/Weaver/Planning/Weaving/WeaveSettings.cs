using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HotWeave.Weaver.Model;

namespace HotWeave.Weaver.Planning.Weaving;

/// <summary>The identity of what is woven and how.</summary>
internal static class WeaveSettings
{
    /// <summary>The canonical text of the settings that shape the output, as docs/formats.md defines it.</summary>
    public static string Canonical(WeaveSelection selection, SmallMethods smallMethods, bool waitingLoops = true)
    {
        var parts = new List<string>();
        if (selection.All)
            parts.Add("all");
        parts.Add(smallMethods == SmallMethods.Export ? "small=export" : "small=leave");
        if (!waitingLoops)
            parts.Add("loops=off");
        if (selection.Overrides)
            parts.Add("overrides");
        if (selection.Interfaces)
            parts.Add("interfaces");
        parts.AddRange(selection.Include.Distinct().OrderBy(static p => p, StringComparer.Ordinal).Select(static p => "include=" + p));
        parts.AddRange(selection.Exclude.Distinct().OrderBy(static p => p, StringComparer.Ordinal).Select(static p => "exclude=" + p));
        return string.Join(";", parts);
    }

    /// <summary>Reads the settings back from their canonical text; parts that it does not know are left out.</summary>
    public static (WeaveSelection Selection, SmallMethods SmallMethods, bool WaitingLoops) Parse(string canonical)
    {
        var parts = canonical.Split(';');
        var selection = new WeaveSelection
        {
            All = parts.Contains("all"),
            Include = Values("include="),
            Exclude = Values("exclude="),
            Overrides = parts.Contains("overrides"),
            Interfaces = parts.Contains("interfaces"),
        };
        return (selection, parts.Contains("small=export") ? SmallMethods.Export : SmallMethods.Leave, !parts.Contains("loops=off"));

        List<string> Values(string name) =>
            [.. parts.Where(p => p.StartsWith(name, StringComparison.Ordinal)).Select(p => p.Substring(name.Length))];
    }

    /// <summary>The mark for an assembly with these bytes, woven with these settings.</summary>
    public static BaselineMark Mark(byte[] unwoven, string settings)
    {
        using var hash = SHA256.Create();
        var suffix = Encoding.UTF8.GetBytes($"\n{BaselineMark.CurrentFormat.ToString(CultureInfo.InvariantCulture)}\n{settings}");
        hash.TransformBlock(unwoven, 0, unwoven.Length, null, 0);
        hash.TransformFinalBlock(suffix, 0, suffix.Length);
        var id = string.Concat(hash.Hash.Select(static b => b.ToString("x2", CultureInfo.InvariantCulture)));
        return new BaselineMark(id, BaselineMark.CurrentFormat, settings);
    }
}
