using HotWeave.Benchmarks.Building;

namespace HotWeave.Benchmarks.Json;

/// <summary>Newtonsoft.Json in one of its forms, with the workload that uses it, loaded apart from other forms.</summary>
internal sealed class JsonVariant
{
    public const string FileName = "Newtonsoft.Json.dll";

    private const string Workload = "JsonWorkload";
    private readonly Variant _variant;

    /// <summary>Loads the form that <paramref name="build"/> makes: it is given the package's file and the path to write.</summary>
    public JsonVariant(string name, ScratchDirectory scratch, Action<string, string> build)
    {
        Path = scratch.File(name, FileName);
        build(PackageFile, Path);
        CaseCompiler.Compile(scratch.File(name, Workload + ".dll"), CaseCompiler.Text(Workload), [], [PackageFile]);
        _variant = new Variant(name, System.IO.Path.GetDirectoryName(Path)!);
        SetUp = _variant.Method<Action<string>>(Workload + ".dll", Workload, nameof(SetUp));
        Run = _variant.Method<Func<string, byte[]>>(Workload + ".dll", Workload, nameof(Run));
        RoundTrip = _variant.Method<Func<string, byte[]>>(Workload + ".dll", Workload, nameof(RoundTrip));
        Small = _variant.Method<Func<string>>(Workload + ".dll", Workload, nameof(Small));
        Serialise = _variant.Method<Func<int>>(Workload + ".dll", Workload, nameof(Serialise));
        Deserialise = _variant.Method<Func<int>>(Workload + ".dll", Workload, nameof(Deserialise));
        Linq = _variant.Method<Func<int>>(Workload + ".dll", Workload, nameof(Linq));
    }

    /// <summary>The binary as its package has it.</summary>
    public static string PackageFile => System.IO.Path.Combine(AppContext.BaseDirectory, FileName);

    /// <summary>The file of this form.</summary>
    public string Path { get; }

    /// <summary>Where it is loaded.</summary>
    public SwapOptions Options => new() { LoadContext = _variant.Context };

    /// <summary>The assembly in this form.</summary>
    public System.Reflection.Assembly Assembly => _variant.Load(FileName);

    /// <summary>Reads a document for the three measured methods.</summary>
    public Action<string> SetUp { get; }

    /// <summary>Everything that the library does with a document and beside it, as bytes.</summary>
    public Func<string, byte[]> Run { get; }

    /// <summary>A document read, written and read again, without spaces.</summary>
    public Func<string, byte[]> RoundTrip { get; }

    /// <summary>A tiny text with two kinds of boolean in it.</summary>
    public Func<string> Small { get; }

    public Func<int> Serialise { get; }

    public Func<int> Deserialise { get; }

    public Func<int> Linq { get; }
}
