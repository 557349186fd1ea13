using System.Resources;
using System.Runtime.Loader;
using System.Text;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Resources;

/// <summary>One program in several releases, with its resources and those for cultures; the first is woven and runs.</summary>
internal sealed class ResourceBuilds : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly List<string> _plain = [];
    private readonly string _name;
    private readonly Configuration _configuration;

    public ResourceBuilds(string name, Configuration configuration) => (_name, _configuration) = (name, configuration);

    /// <summary>The woven first release.</summary>
    public string Woven { get; private set; } = "";

    /// <summary>Compiles the next release.</summary>
    /// <param name="source">Its code.</param>
    /// <param name="files">Embedded files by their names.</param>
    /// <param name="texts">Texts as <c>culture/base name/key</c> and value.</param>
    public void Add(string source, IReadOnlyDictionary<string, string> files, IReadOnlyDictionary<string, string> texts)
    {
        var directory = _directory.Sub((_plain.Count + 1).ToString(null, null));
        var path = Compiler.CSharp(directory, _name, source, _configuration, Collect(files, texts, ""));
        AddSatellites(directory, texts);
        _plain.Add(path);
        if (_plain.Count > 1)
            return;
        Woven = Weaving.All(path, _directory.Sub("woven"));
        AddSatellites(_directory.Sub("woven"), texts);
    }

    /// <summary>What a fresh process of a release writes.</summary>
    public string Fresh(int release) => Load(_plain[release - 1]).Run(_name);

    /// <summary>Loads the woven first release.</summary>
    public Loaded LoadWoven() => Load(Woven);

    /// <summary>Makes the patch to a release.</summary>
    public (PatchResult Result, byte[] Bytes) Make(int release)
    {
        var output = _directory.File($"{release}.hotpatch");
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = Woven, NewPath = _plain[release - 1], OutputPath = output });
        Assert.True(result.Outcome == PatchOutcome.Made, $"{result.Outcome}\n{string.Join("\n", result.Diagnostics)}");
        return (result, File.ReadAllBytes(output));
    }

    public void Dispose() => _directory.Dispose();

    // From the file: beside that the runtime looks for satellites.
    private static Loaded Load(string path) => Loaded.As(new AssemblyLoadContext(path).LoadFromAssemblyPath(path));

    private void AddSatellites(TestDirectory directory, IReadOnlyDictionary<string, string> texts)
    {
        foreach (var culture in texts.Keys.Select(static k => k.Split('/')[0]).Where(static c => c.Length > 0).Distinct())
        {
            var source = $"[assembly: System.Reflection.AssemblyCulture(\"{culture}\")]";
            Compiler.CSharp(directory.Sub(culture), _name + ".resources", source, _configuration, Collect(new Dictionary<string, string>(), texts, culture));
        }
    }

    private static Dictionary<string, byte[]> Collect(IReadOnlyDictionary<string, string> files, IReadOnlyDictionary<string, string> texts, string culture)
    {
        var all = files.ToDictionary(static f => f.Key, static f => Encoding.UTF8.GetBytes(f.Value));
        foreach (var group in texts.Select(static t => (Key: t.Key.Split('/'), t.Value)).Where(t => t.Key[0] == culture).GroupBy(static t => t.Key[1]))
        {
            var stream = new MemoryStream();
            using (var writer = new ResourceWriter(stream))
            {
                foreach (var (key, value) in group)
                    writer.AddResource(key[2], value);
                writer.Generate();
                all.Add(culture.Length == 0 ? $"{group.Key}.resources" : $"{group.Key}.{culture}.resources", stream.ToArray());
            }
        }

        return all;
    }
}
