using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>
/// How a type of the new build is called that has the name of a deployed one and is not to be that: a mark at the end of its name, which
/// neither messages nor the patch show.
/// </summary>
internal static class AnewName
{
    private const string Mark = "$anew";

    /// <summary>The name with the mark.</summary>
    public static string Add(string name) => name + Mark;

    /// <summary>The name, or a text with names, as people wrote it.</summary>
    public static string Remove(string text) => text.Contains(Mark) ? text.Replace(Mark, "") : text;

    /// <summary>Whether a type has the mark, or stands in one that has.</summary>
    public static bool IsOn(TypeReference type) => type.FullName.Contains(Mark);
}
