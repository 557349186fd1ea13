using HotWeave.Benchmarks.Building;
using HotWeave.Weaver;

namespace HotWeave.Benchmarks.Calls;

/// <summary>The called methods in all their builds, side by side in one process, warm; the swapped one was warm before it was swapped.</summary>
internal sealed class Shapes
{
    /// <summary>Calls in one run of a loop.</summary>
    public const int Calls = 4096;

    /// <summary>Those of the loops whose calls are of structs.</summary>
    public static readonly string[] Structs = ["Struct", "StructMade", "StructWritten", "StructEnumerator", "ListEnumerator"];

    /// <summary>The loops of the case, each around one shape of method.</summary>
    public static readonly string[] Names =
    [
        "Tiny", "Bytes20", "Bytes60", "NotInlined", "Virtual", "Interface", "GenericValue", "GenericReference", .. Structs,
        "StackAlloc", "Span", "Constructor", "Closure", "Async", "Iterator", "CallsLocally",
    ];

    private const string FileName = "Shapes.dll";
    private static readonly Lazy<Shapes> Instance = new(static () => new Shapes());

    private readonly Dictionary<(Form Form, string Name), Func<int, int>> _loops = [];

    private Shapes()
    {
        using var scratch = new ScratchDirectory();
        var plain = Compile(scratch, "plain");
        var called = Compile(scratch, "called", "CALLED");
        var second = Compile(scratch, "second", "V2");
        var left = Weave(scratch, plain, "left", SmallMethods.Accessors);
        var exported = Weave(scratch, plain, "exported", SmallMethods.Export);
        var patch = Builds.Patch(exported, second, scratch.File("shapes.hotpatch"));

        Add(Form.Plain, plain);
        Add(Form.Called, called);
        Add(Form.Left, left);
        Add(Form.Exported, exported);
        var swapped = Add(Form.Swapped, exported);
        var version2 = Add(null, second);
        Warm();
        HotSwap.ApplyAsync(patch, new SwapOptions { LoadContext = swapped.Context }).GetAwaiter().GetResult();
        Warm();
        Check(version2);
    }

    /// <summary>Made at the first use.</summary>
    public static Shapes All => Instance.Value;

    /// <summary>A loop that calls a shape so many times.</summary>
    public Func<int, int> Loop(Form form, string name) => _loops[(form, name)];

    private static string Compile(ScratchDirectory scratch, string name, params string[] symbols)
    {
        var path = scratch.File(name, FileName);
        CaseCompiler.Compile(path, CaseCompiler.Text("Shapes"), symbols, []);
        return path;
    }

    private static string Weave(ScratchDirectory scratch, string plain, string name, SmallMethods smallMethods)
    {
        var path = scratch.File(name, FileName);
        Builds.Weave(plain, path, smallMethods, "Loops");
        return path;
    }

    private Variant Add(Form? form, string path)
    {
        var variant = new Variant(form?.ToString() ?? "second", Path.GetDirectoryName(path)!);
        variant.Load(FileName);
        foreach (var name in form is null ? [] : Names)
            _loops.Add((form!.Value, name), variant.Method<Func<int, int>>(FileName, "Loops", name));
        return variant;
    }

    // Often enough, and over a time long enough, that the JIT has compiled all of it for good.
    private void Warm()
    {
        for (var round = 0; round < 4; round++)
        {
            foreach (var loop in _loops.Values)
            {
                for (var i = 0; i < 40; i++)
                    loop(Calls / 8);
            }
        }
    }

    private void Check(Variant version2)
    {
        foreach (var name in Names)
        {
            var expected = Loop(Form.Plain, name)(999);
            var after = version2.Method<Func<int, int>>(FileName, "Loops", name)(999);
            foreach (var form in new[] { Form.Called, Form.Left, Form.Exported })
                Require(form, name, expected, Loop(form, name)(999));
            if (expected == after)
                throw new InvalidOperationException($"Both versions of {name} answer the same.");
            Require(Form.Swapped, name, after, Loop(Form.Swapped, name)(999));
        }
    }

    private static void Require(Form form, string name, int expected, int actual)
    {
        if (expected != actual)
            throw new InvalidOperationException($"{form} {name} answered {actual} where {expected} is right.");
    }
}
