using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.CodeChanges;

/// <summary>
/// One text of several versions (<c>#if V2</c>, <c>V3</c>), version 1 of which is woven and runs. Its class <c>Test</c> has <c>Run(TextWriter)</c>, and may have a field
/// <c>During</c>, an action that hooks call.
/// </summary>
internal sealed class ChangingCase : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly string _name = "Changing" + Guid.NewGuid().ToString("N");
    private readonly string _source;
    private readonly string _woven;

    private readonly bool _ifNoneAlive;

    public ChangingCase(string source, bool ifNoneAlive = false)
    {
        _ifNoneAlive = ifNoneAlive;
        _source = "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading; using HotWeave;\n" + source;
        _woven = Weaving.All(Build(1), _directory.Sub("woven"), SmallMethods.Accessors, typeof(HotSwap).Assembly.Location);
        Live = Loaded.From(_woven);
        Before = HotSwap.GetStatus().Current;
    }

    public Loaded Live { get; }

    /// <summary>What was current before any patch of this case.</summary>
    public VersionNumber Before { get; }

    /// <summary>Where this case's assemblies are.</summary>
    public SwapOptions Options => new() { LoadContext = Live.Context };

    public string Run() => Live.Run("Test");

    public void During(Action? action) => Live.Assembly.GetType("Test")!.GetField("During")!.SetValue(null, action);

    public PatchResult Make(int version, string? output = null) =>
        PatchMaker.Make(new PatchRequest { BaselinePath = _woven, NewPath = Build(version), OutputPath = output, References = [typeof(HotSwap).Assembly.Location], IfNoneAlive = _ifNoneAlive });

    public byte[] Patch(int version)
    {
        var output = _directory.File(version + ".hotpatch");
        var result = Make(version, output);
        Assert.True(result.Outcome == PatchOutcome.Made, $"{result.Outcome}\n{string.Join("\n", result.Diagnostics)}");
        return File.ReadAllBytes(output);
    }

    public Task<SwapResult> ApplyAsync(int version, SwapOptions? options = null) =>
        HotSwap.ApplyAsync(Patch(version), (options ?? new SwapOptions()) with { LoadContext = Live.Context });

    public async Task<SwapException> RefusedAsync(string code, int version, SwapOptions? options = null)
    {
        var e = await Assert.ThrowsAsync<SwapException>(() => ApplyAsync(version, options));
        Assert.True(e.Code == code, e.ToString());
        return e;
    }

    public async Task BackAsync()
    {
        if (HotSwap.GetStatus().Current != Before)
            await HotSwap.RollbackAsync(Before, new SwapOptions { AcceptState = true });
    }

    public void Dispose() => _directory.Dispose();

    private string Build(int version) =>
        Compiler.CSharp(_directory.Sub(version.ToString()), _name, $"#define V{version}\n#line 1\n{_source}", Configuration.Release);
}
