using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HotWeave.Weaver.Model;

/// <summary>What shapes woven output beside the input.</summary>
/// <param name="Selection">Which types are swappable without an attribute.</param>
/// <param name="SmallMethods">What happens to small methods.</param>
/// <param name="WaitingLoops">Whether waiting loops are looked for.</param>
/// <param name="Ghost">
/// Whether what is woven is a copy of what a live process has loaded: only what can be added to loaded types, which is code before the
/// code of their methods.
/// </param>
/// <param name="Harmony">Whether Harmony is to put that code there, which it cannot do for every method.</param>
internal sealed record WeaveSettings(
    WeaveSelection Selection, SmallMethods SmallMethods = SmallMethods.Accessors, bool WaitingLoops = true, bool Ghost = false, bool Harmony = false)
{
    private const string Small = "small=";
    private const string GhostPart = "ghost";
    private const string HarmonyPart = "harmony";
    private const string CommonOverrides = "overrides=common";

    /// <summary>The types that are woven. Loaded ones take no new members, so nothing that they could be open for is said of them.</summary>
    public WeaveSelection Selection { get; init; } =
        Ghost ? Selection with { Overrides = false, CommonOverrides = false, Interfaces = false } : Selection;

    /// <summary>Their canonical text, as docs/formats.md defines it.</summary>
    public string Canonical
    {
        get
        {
            var parts = new List<string>();
            if (Selection.All)
                parts.Add("all");
            parts.Add(Small + SmallMethods.ToString().ToLowerInvariant());
            if (!WaitingLoops)
                parts.Add("loops=off");
            if (Ghost)
                parts.Add(GhostPart);
            if (Harmony)
                parts.Add(HarmonyPart);
            if (Selection.Overrides)
                parts.Add("overrides");
            else if (Selection.CommonOverrides)
                parts.Add(CommonOverrides);
            if (Selection.Interfaces)
                parts.Add("interfaces");
            parts.AddRange(Selection.Include.Distinct().OrderBy(static p => p, StringComparer.Ordinal).Select(static p => "include=" + p));
            parts.AddRange(Selection.Exclude.Distinct().OrderBy(static p => p, StringComparer.Ordinal).Select(static p => "exclude=" + p));
            return string.Join(";", parts);
        }
    }

    /// <summary>Reads settings back from their canonical text; parts that it does not know are left out.</summary>
    public static WeaveSettings Parse(string canonical)
    {
        var parts = canonical.Split(';');
        var selection = new WeaveSelection
        {
            All = parts.Contains("all"),
            Include = Values("include="),
            Exclude = Values("exclude="),
            Overrides = parts.Contains("overrides"),
            CommonOverrides = parts.Contains(CommonOverrides),
            Interfaces = parts.Contains("interfaces"),
        };
        var small = Values(Small).Select(static v => Enum.TryParse<SmallMethods>(v, true, out var parsed) ? parsed : SmallMethods.Accessors).FirstOrDefault();
        return new WeaveSettings(selection, small, !parts.Contains("loops=off"), parts.Contains(GhostPart), parts.Contains(HarmonyPart));

        List<string> Values(string name) =>
            [.. parts.Where(p => p.StartsWith(name, StringComparison.Ordinal)).Select(p => p.Substring(name.Length))];
    }

    /// <summary>The mark for an assembly with these bytes, woven with these settings.</summary>
    public BaselineMark MakeMark(byte[] unwoven)
    {
        var settings = Canonical;
        using var hash = SHA256.Create();
        var suffix = Encoding.UTF8.GetBytes($"\n{BaselineMark.CurrentFormat.ToString(CultureInfo.InvariantCulture)}\n{settings}");
        hash.TransformBlock(unwoven, 0, unwoven.Length, null, 0);
        hash.TransformFinalBlock(suffix, 0, suffix.Length);
        var id = string.Concat(hash.Hash.Select(static b => b.ToString("x2", CultureInfo.InvariantCulture)));
        return new BaselineMark(id, BaselineMark.CurrentFormat, settings);
    }
}
