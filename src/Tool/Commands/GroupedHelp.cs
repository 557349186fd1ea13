using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace HotWeave.Tool.Commands;

/// <summary>The help: of the tool, its commands in groups by what one wants; of a command, what the parser says of it, and examples.</summary>
internal sealed class GroupedHelp(HelpAction inner) : SynchronousCommandLineAction
{
    private const string Rest = "More";

    /// <summary>The groups, in the order in which one comes to need them.</summary>
    public static IReadOnlyList<(string Title, string[] Commands)> Groups { get; } =
    [
        ("Prepare an application and its patches", ["weave", "patch", "diff", "inspect"]),
        ("See live processes", ["ps", "status", "doctor", "audit", "dashboard"]),
        ("Change a live process", ["apply", "rollback", "confirm", "reverse", "cancel", "purge"]),
        ("In steps, and on trial", ["prepare", "commit", "discard", "promote"]),
        ("Sign", ["key", "sign", "verify"]),
        ("Develop", ["dev", "completion"]),
    ];

    private static readonly Dictionary<string, string[]> s_examples = new(StringComparer.Ordinal)
    {
        ["hotweave"] =
        [
            "hotweave patch --baseline v1 --new v2 -o fix.hotpatch", "hotweave apply fix.hotpatch --name Shop", "hotweave status --name Shop --watch", "hotweave rollback --name Shop",
        ],
        ["weave"] = ["hotweave weave publish/ --all", "hotweave weave bin/Shop.dll -o woven/Shop.dll --include 'Shop.Orders.*'", "hotweave weave publish/ --restore"],
        ["patch"] = ["hotweave patch --baseline v1 --new v2 -o fix.hotpatch --label 2.3.1-hotfix4", "hotweave patch --baseline v1 --new v2 -o fix.hotpatch --strict --sign alice.key.pem --application shop"],
        ["diff"] = ["hotweave diff --baseline v1 --new v2", "hotweave diff --baseline v1 --new v2 --strict --sarif findings.sarif"],
        ["inspect"] = ["hotweave inspect publish/Shop.dll", "hotweave inspect fix.hotpatch"],
        ["ps"] = ["hotweave ps", "hotweave ps --unprepared", "hotweave ps --format json | jq '.processes[].processId'"],
        ["status"] = ["hotweave status --name Shop", "hotweave status --pid 4711 --watch"],
        ["doctor"] = ["hotweave doctor --name Shop"],
        ["audit"] = ["hotweave audit --pid 4711 --history", "hotweave audit /var/log/shop/audit.jsonl --since 12h --outcome refused"],
        ["dashboard"] = ["hotweave dashboard", "hotweave dashboard --port 5080 --read-only"],
        ["apply"] =
        [
            "hotweave apply fix.hotpatch --name Shop", "hotweave apply fix.hotpatch --pid 4711 --check", "hotweave apply fix.hotpatch --name Shop --canary 5% --probation 10m --confirm --wait",
            "hotweave apply fix.hotpatch --all --mode quiescent --timeout 5",
        ],
        ["rollback"] = ["hotweave rollback --name Shop", "hotweave rollback --pid 4711 --to 0"],
        ["confirm"] = ["hotweave confirm --name Shop --only 3"],
        ["purge"] = ["hotweave purge --name Shop --soft"],
        ["prepare"] = ["hotweave prepare fix.hotpatch --name Shop", "hotweave commit --name Shop"],
        ["commit"] = ["hotweave commit --name Shop", "hotweave commit 3f2a --name Shop --mode quiescent"],
        ["sign"] = ["hotweave sign fix.hotpatch --key alice.key.pem --application shop --expires 30d"],
        ["verify"] = ["hotweave verify fix.hotpatch --trust keys/ --threshold 2 --application shop"],
        ["completion"] = ["eval \"$(hotweave completion bash)\"", "hotweave completion pwsh | Out-String | Invoke-Expression"],
    };

    /// <summary>All examples.</summary>
    public static IEnumerable<string> Examples => s_examples.Values.SelectMany(static e => e);

    /// <summary>Gives a command line this help.</summary>
    public static void AddTo(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new GroupedHelp((HelpAction)option.Action!);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is RootCommand root)
            WriteRoot(root, output);
        else
            inner.Invoke(parseResult);
        WriteExamples(parseResult.CommandResult.Command is RootCommand ? "hotweave" : parseResult.CommandResult.Command.Name, output);
        return 0;
    }

    private static void WriteRoot(RootCommand root, TextWriter output)
    {
        output.WriteLine(root.Description);
        output.WriteLine();
        output.WriteLine("Usage: hotweave <command> [options]");
        var width = root.Subcommands.Max(static c => c.Name.Length);
        var grouped = Groups.SelectMany(static g => g.Commands).ToHashSet();
        List<(string Title, string[] Commands)> all = [.. Groups, (Rest, [.. root.Subcommands.Where(c => !c.Hidden && !grouped.Contains(c.Name)).Select(static c => c.Name)])];
        foreach (var (title, names) in all.Where(static g => g.Commands.Length > 0))
        {
            output.WriteLine();
            output.WriteLine(title + ":");
            foreach (var command in names.Select(n => root.Subcommands.FirstOrDefault(c => c.Name == n)).OfType<Command>())
                output.WriteLine($"  {command.Name.PadRight(width)}  {command.Description}");
        }

        output.WriteLine();
        output.WriteLine("'hotweave <command> --help' says more of one; '--version' says which tool this is.");
    }

    private static void WriteExamples(string name, TextWriter output)
    {
        if (!s_examples.TryGetValue(name, out var examples))
            return;
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine("  " + example);
    }
}
