using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>Two sources of a few words, in which <c>LONG</c> is a body that gets a stub, and the patch between them.</summary>
internal static class EditCase
{
    public const string Long = "return System.Environment.TickCount + GetHashCode() + ToString()!.Length;";

    /// <summary>Weaves the first source, and makes the patch to the second.</summary>
    public static (PatchResult Result, bool Written) Make(
        string before,
        string after,
        OutputKind kind = OutputKind.DynamicallyLinkedLibrary,
        bool isStrict = false,
        SmallMethods smallMethods = SmallMethods.Accessors,
        bool takesServices = false,
        bool ifNoneAlive = false)
    {
        using var directory = new TestDirectory();
        var old = Compiler.CSharp(directory.Sub("1"), "Rude", Expand(before), Configuration.Release, kind);
        var @new = Compiler.CSharp(directory.Sub("2"), "Rude", Expand(after), Configuration.Release, kind);
        var woven = Weaving.All(old, directory.Sub("woven"), smallMethods);
        var output = directory.File("p.hotpatch");
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = @new, OutputPath = output, Strict = isStrict, Services = takesServices, IfNoneAlive = ifNoneAlive });
        return (result, File.Exists(output));
    }

    // LONG + x: the long body, with x added to what it returns.
    private static string Expand(string text) =>
        Regex.Replace(
            text.Replace("LONG2", "return System.Environment.TickCount + GetHashCode() + f().ToString()!.Length;", StringComparison.Ordinal),
            @"LONG( \+ [^}]+)? \}",
            m => Long.Replace(";", m.Groups[1].Value + "; }", StringComparison.Ordinal))
        + " class Anchor { public string Always(string text) { return text.Trim() + text.Length + text.ToUpperInvariant(); } }";
}
