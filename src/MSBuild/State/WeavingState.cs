using System.Text;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.MSBuild.State;

/// <summary>
/// What the last weaving left behind, kept beside the assembly in <c>obj</c>.
/// <para>
/// The rule of incremental builds is about content, not time: <em>the assembly in obj is either the one that this file vouches for,
/// or it is thrown away before the compiler runs.</em> So a build that was interrupted anywhere, a failed weaving, a changed setting, a changed weaver
/// and an assembly that somebody else wrote all end the same way: compiled again, woven again.
/// </para>
/// The file is written twice: without a hash before the assembly is touched, with it when weaving is complete.
/// </summary>
/// <param name="Settings">The settings' text.</param>
/// <param name="Assembly">The hash of the finished assembly; null while weaving has not finished.</param>
/// <param name="Warnings">The warnings of that weaving, shown again by builds that have nothing to do.</param>
internal sealed record WeavingState(string Settings, ContentHash? Assembly, IReadOnlyList<RememberedWarning> Warnings)
{
    private const string Header = "HotWeave state 1";
    private const string Footer = "end";

    /// <summary>Whether the assembly at the path is the outcome of a finished weaving with these settings.</summary>
    public bool VouchesFor(string assemblyPath, WeavingSettings settings) =>
        Assembly is not null && Settings == settings.Text && File.Exists(assemblyPath) && ContentHash.OfFile(assemblyPath) == Assembly;

    /// <summary>Reads the file; null when there is none, or none that is complete.</summary>
    public static WeavingState? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        var lines = File.ReadAllText(path, Encoding.UTF8).Split('\n');
        if (lines.Length < 5 || lines[0] != Header || lines[lines.Length - 2] != Footer)
            return null;

        var warnings = new List<RememberedWarning>();
        foreach (var line in lines.Skip(3).Take(lines.Length - 5))
        {
            if (RememberedWarning.Parse(line) is not { } warning)
                return null;
            warnings.Add(warning);
        }

        return new WeavingState(lines[1], lines[2].Length == 0 ? null : new ContentHash(lines[2]), warnings);
    }

    public void Write(string path)
    {
        var text = new StringBuilder();
        text.Append(Header).Append('\n').Append(Settings).Append('\n').Append(Assembly?.Hex).Append('\n');
        foreach (var warning in Warnings)
            text.Append(warning.ToLine()).Append('\n');
        text.Append(Footer).Append('\n');
        File.WriteAllText(path, text.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}

/// <summary>A warning, kept so that a build that weaves nothing says what the build that wove said.</summary>
internal sealed record RememberedWarning(string Id, string File, int Line, int Column, string Message)
{
    public static RememberedWarning From(Diagnostic diagnostic) =>
        new(diagnostic.Id, diagnostic.Location?.File ?? "", diagnostic.Location?.Line ?? 0, diagnostic.Location?.Column ?? 0, diagnostic.Message);

    public string ToLine() => FormattableString.Invariant($"{Id}\t{Quote(File)}\t{Line}\t{Column}\t{Quote(Message)}");

    public static RememberedWarning? Parse(string line)
    {
        var parts = line.Split('\t');
        return parts.Length == 5 && int.TryParse(parts[2], out var row) && int.TryParse(parts[3], out var column)
            ? new RememberedWarning(parts[0], Unquote(parts[1]), row, column, Unquote(parts[4]))
            : null;
    }

    private static string Quote(string text) => Uri.EscapeDataString(text);

    private static string Unquote(string text) => Uri.UnescapeDataString(text);
}
