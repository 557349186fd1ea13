using System.Globalization;
using System.Text.Json;
using HotWeave.Control.Protocol;
using HotWeave.Ghost.Tests.Harness;
using HotWeave.Survey.EveryBody;
using HotWeave.Tool.Control;
using HotWeave.Tool.Tests.Harness;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;

namespace HotWeave.Ghost.Tests.Cases;

/// <summary>
/// A published library is woven in the memory of a program that uses it, and takes a patch in which every body differs without effect: all of
/// it compiles, and the program does what it did, before, with and after it.
/// </summary>
public sealed class EveryBodyTests : IDisposable
{
    private const int MostBuilds = 8;
    private static readonly TurnTerms s_terms = new("", 0, false) { AcceptInlined = true, AcceptState = true };

    private readonly TemporaryFolder _folder = new();

    /// <summary>All in the whole form (<c>HOTWEAVE_FULL_SIZE=1</c>), else the first.</summary>
    public static TheoryData<string, string> Rounds()
    {
        var rounds = new TheoryData<string, string>();
        string[] libraries = ["Newtonsoft.Json", "Mono.Cecil"];
        foreach (var edit in new[] { BodyEdit.Padding, BodyEdit.StaticField, BodyEdit.InstanceField })
        {
            foreach (var library in libraries)
                rounds.Add(library, edit.ToString());
        }

        return Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1" ? rounds : new TheoryData<string, string> { { libraries[0], nameof(BodyEdit.Padding) } };
    }

    [GhostTheory]
    [MemberData(nameof(Rounds))]
    public void A_patch_of_every_body_compiles_and_changes_nothing(string library, string edit)
    {
        using var app = MakeApp(library);
        using var process = RunningApp.Start("dotnet", [app.File("Cases.dll")], []);
        var expected = process.Ask("Work Work");
        Assert.DoesNotContain("left by", expected, StringComparison.Ordinal);
        var (id, copy) = (process.Id.ToString(CultureInfo.InvariantCulture), _folder.File("copy"));
        ToolRun.Done("weave", "--pid", id, "-o", copy, "--all", "--assembly", library);
        Assert.Equal(expected, process.Ask("Work Work"));

        var (patch, bodies) = MakePatch(app.File(library + ".dll"), Path.Combine(copy, library + ".dll"), Enum.Parse<BodyEdit>(edit));
        using var connection = LiveProcess.Connect(process.Id);
        for (var round = 0; round < 2; round++)
        {
            connection.Ask<ControlReport>(new ApplyRequest(false, s_terms, patch, null));
            Assert.Equal(expected, process.Ask("Work Work"));
            if (round == 0)
                CheckSweep(JsonSerializer.Deserialize<string>(process.Ask("sweep " + library)!)!, bodies);
            connection.Ask<ControlReport>(new RollbackRequest(0, s_terms));
            Assert.Equal(expected, process.Ask("Work Work"));
        }

        var stubs = connection.Ask<GhostStatusReply>(new GhostStatusRequest()).Stubs;
        Assert.True(stubs.Methods > bodies / 3 && stubs.Batches == 1, $"{stubs} of {bodies} bodies");
        Assert.Equal(0, process.End());
    }

    public void Dispose() => _folder.Dispose();

    private static void CheckSweep(string sweep, int bodies)
    {
        var lines = sweep.Split('\n');
        Assert.Equal([], lines[1..]);
        var compiled = int.Parse(lines[0], CultureInfo.InvariantCulture);
        Assert.True(compiled > bodies / 2, $"{compiled} bodies of the patch were compiled, {bodies} were changed");
    }

    private static TestDirectory MakeApp(string library)
    {
        var app = new TestDirectory();
        foreach (var file in Directory.GetFiles(Shop.Output("Cases")))
            File.Copy(file, app.File(Path.GetFileName(file)));
        File.Copy(Path.Combine(AppContext.BaseDirectory, library + ".dll"), app.File(library + ".dll"));
        Compiler.CSharp(app, "Work", library == "Mono.Cecil" ? CecilWork : JsonWork, Configuration.Release, references: [app.File(library + ".dll")]);
        return app;
    }

    // What is refused stays as it is, so that all else is seen.
    private (byte[] Patch, int Bodies) MakePatch(string plain, string woven, BodyEdit edit)
    {
        var (@new, output, left) = (_folder.File(Path.GetFileName(plain)), _folder.File("every.hotpatch"), new HashSet<string>(StringComparer.Ordinal));
        for (var build = 0; build < MostBuilds; build++)
        {
            var bodies = new EditedLibrary(edit, left).Write(plain, @new);
            var made = PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = @new, OutputPath = output });
            if (made.Outcome == PatchOutcome.Made)
                return (File.ReadAllBytes(output), bodies.Count);
            var refused = made.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).ToList();
            Assert.True(refused.Select(static d => d.Member).OfType<string>().ToList().FindAll(left.Add).Count > 0, string.Join("\n", refused.Take(5)));
        }

        throw new InvalidOperationException($"still refused after {MostBuilds} builds: {string.Join(", ", left.Take(5))}");
    }

    private const string JsonWork = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using Newtonsoft.Json;
        using Newtonsoft.Json.Linq;
        public sealed class Order { public int Id { get; set; } public string Name { get; set; } public DateTime At { get; set; } public List<Line> Lines { get; set; } public Dictionary<string, decimal> Prices { get; set; } }
        public sealed record Line(string Text, double? Share);
        public static class Work
        {
            public static void Run(TextWriter output)
            {
                for (var round = 0; round < 200; round++)
                {
                    var orders = Enumerable.Range(0, 5).Select(i => new Order
                    {
                        Id = i, Name = "o" + i, At = new DateTime(2024, 1, 1 + i), Lines = [new("a", null), new("b", i / 3.0)], Prices = new() { ["x"] = i * 1.1m },
                    }).ToList();
                    var text = JsonConvert.SerializeObject(orders, round % 2 == 0 ? Formatting.Indented : Formatting.None);
                    var read = JsonConvert.DeserializeObject<List<Order>>(text);
                    var tree = JArray.Parse(text);
                    var sum = tree.SelectTokens("$[*].Lines[?(@.Share > 0.5)].Share").Sum(t => (double)t);
                    if (round >= 198)
                        output.WriteLine(text + read.Count + read[2].Lines[1] + sum + tree[1]["Prices"] + JToken.DeepEquals(tree, JToken.FromObject(read)));
                }
            }
        }
        """;

    private const string CecilWork = """
        using System;
        using System.IO;
        using System.Linq;
        using System.Security.Cryptography;
        using Mono.Cecil;
        using Mono.Cecil.Cil;
        public static class Work
        {
            public static void Run(TextWriter output)
            {
                for (var round = 0; round < 3; round++)
                {
                    using var module = ModuleDefinition.ReadModule(typeof(Work).Assembly.Location);
                    foreach (var method in module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody))
                    {
                        method.Body.GetILProcessor().InsertBefore(method.Body.Instructions[0], Instruction.Create(OpCodes.Nop));
                    }

                    var written = new MemoryStream();
                    module.Write(written, new WriterParameters { DeterministicMvid = true, Timestamp = 0 });
                    output.WriteLine(Convert.ToHexString(SHA256.HashData(written.ToArray())) + module.GetTypes().Count());
                }
            }
        }
        """;
}
