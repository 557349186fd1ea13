using System.Text.RegularExpressions;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Live;

/// <summary>
/// A program of <c>Cases/Live</c> and what a process that runs it must write: <c>program.cs</c> has all versions (<c>#if V2</c>, <c>#if V3</c>),
/// <c>expected.txt</c> what each state answers to one line of input. A program without a <c>Main</c> has a class <c>Case</c> with
/// <c>static void Run(TextWriter)</c>; one with its own answers each line, and says <c>&lt;&lt;end&gt;&gt;</c> after each answer;
/// its loops and threads end with the input, since the process is that of all tests.
/// </summary>
/// <remarks>
/// <c>== with</c> names what is special, a word a line: <c>quiescent</c> swaps, <c>embedded</c> symbols.
/// The sections of <c>expected.txt</c>, carried out in their order: <c>== v1</c>, <c>== v2</c> (patch to it applied), <c>== v3</c>, <c>== back</c> (all
/// taken back), <c>== again</c> (the last patch once more); at the end <c>== remarks</c>, each warning of the patches as <c>HW3210 C.M()</c>, and
/// <c>== refused</c>, each error, instead of the states of that version. Without these sections there must be none.
/// </remarks>
public sealed partial class LiveCase : IDisposable
{
    private const string Host = """

        static class Host
        {
            static void Main()
            {
                while (System.Console.ReadLine() is { } line)
                {
                    var text = new System.IO.StringWriter();
                    try { Case.Run(text); }
                    catch (System.Exception e) { text.WriteLine("left by " + e); }
                    System.Console.Write(text.ToString());
                    System.Console.WriteLine("<<end>>");
                }
            }
        }
        """;

    private readonly TestDirectory _directory = new();
    private readonly string _name;
    private readonly string _source;
    private readonly Configuration _configuration;

    public LiveCase(string name, Configuration configuration)
    {
        _name = name;
        _configuration = configuration;
        var program = CaseText.Source($"Live/{name}/program.cs");
        _source = EntryPoint().IsMatch(program) ? program : program + Host;
        Sections = Read(CaseText.Source($"Live/{name}/expected.txt"));
        Plain = Compile(1);
        Woven = Weaving.All(Plain, _directory.Sub("woven"));
    }

    /// <summary>The names of all cases.</summary>
    public static IEnumerable<string> Names =>
        typeof(LiveCase).Assembly.GetManifestResourceNames()
            .Where(static n => n.StartsWith("Cases/Live/", StringComparison.Ordinal) && n.EndsWith("/program.cs", StringComparison.Ordinal))
            .Select(static n => n.Split('/')[2])
            .Order(StringComparer.Ordinal);

    /// <summary>The sections of <c>expected.txt</c>, in their order.</summary>
    public IReadOnlyList<(string Title, string Text)> Sections { get; }

    /// <summary>Whether swaps wait until no unit of work runs.</summary>
    public bool IsQuiescent => Expected("with").Contains("quiescent", StringComparison.Ordinal);

    /// <summary>Version 1 as compiled.</summary>
    public string Plain { get; }

    /// <summary>Version 1 as deployed.</summary>
    public string Woven { get; }

    /// <summary>Makes the patch to a version; null where it is refused, as the case says.</summary>
    public byte[]? MakePatch(int version)
    {
        var output = _directory.File($"{version}.hotpatch");
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = Woven, NewPath = Compile(version), OutputPath = output });
        var refused = Lines(result, DiagnosticSeverity.Error);
        Assert.Equal(Expected("refused"), refused);
        Assert.Equal(Expected("remarks"), Lines(result, DiagnosticSeverity.Warning));
        return refused.Length > 0 ? null : File.ReadAllBytes(output);
    }

    public void Dispose() => _directory.Dispose();

    private static string Lines(PatchResult result, DiagnosticSeverity severity) => string.Concat(
        result.Diagnostics.Where(d => d.Severity == severity).Select(static d => $"{d.Id} {d.Member}".TrimEnd() + "\n").Distinct().Order(StringComparer.Ordinal));

    private string Expected(string title) => Sections.FirstOrDefault(s => s.Title == title).Text ?? "";

    private string Compile(int version) => Compiler.CSharp(
        _directory.Sub(version.ToString(null, null)),
        $"Live{_name}{_configuration}",
        $"#define V{version}\n#line 1\n" + _source,
        _configuration,
        Microsoft.CodeAnalysis.OutputKind.ConsoleApplication,
        Expected("with").Contains("embedded", StringComparison.Ordinal) ? Symbols.Embedded : Symbols.Portable);

    private static List<(string Title, string Text)> Read(string expected)
    {
        var sections = new List<(string Title, string Text)>();
        foreach (var line in expected.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("== ", StringComparison.Ordinal))
                sections.Add((line[3..], ""));
            else
                sections[^1] = (sections[^1].Title, sections[^1].Text + line + "\n");
        }

        return sections;
    }

    [GeneratedRegex(@"\bMain\(")]
    private static partial Regex EntryPoint();
}
