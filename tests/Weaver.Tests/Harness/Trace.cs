using System.Reflection;
using System.Text.RegularExpressions;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>Makes the stack frames in the output of two runs comparable.</summary>
public static partial class Trace
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Frames of moved bodies and of units read like the method's: <c>&lt;M&gt;body</c> and <c>&lt;M&gt;unit</c> become <c>M</c>.</summary>
    public static string Normalise(string output) => BodyName().Replace(output, "$1");

    /// <summary>
    /// Drops the frames of methods that ask to be inlined in <paramref name="woven"/>: the JIT inlines those even without
    /// optimisation, unless the assembly is a debug build.
    /// </summary>
    public static string DropInlined(string output, Assembly woven)
    {
        var inlined = woven.GetTypes()
            .SelectMany(t => t.GetMethods(Declared).Cast<MethodBase>().Concat(t.GetConstructors(Declared)))
            .Where(m => (m.MethodImplementationFlags & MethodImplAttributes.AggressiveInlining) != 0)
            .Select(m => $"{m.DeclaringType!.FullName!.Replace('+', '.')}.{m.Name}")
            .ToHashSet();
        return string.Join('\n', output.Split('\n').Where(line => !(Frame().Match(line) is { Success: true } frame && inlined.Contains(frame.Groups[1].Value))));
    }

    [GeneratedRegex(@"<((?:<[^<>\s]*>)?[^<>\s]+)>(?:body|unit|call)(?:_\d+)?")]
    private static partial Regex BodyName();

    [GeneratedRegex(@"^   at ([^\s\[(]+)[\[(]")]
    private static partial Regex Frame();
}
