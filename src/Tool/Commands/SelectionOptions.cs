using System.CommandLine;
using HotWeave.Weaver;

namespace HotWeave.Tool.Commands;

/// <summary>The options that say what to weave, and how.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<bool> _all = new("--all") { Description = "Every type is swappable, save those marked [NotSwappable]." };
    private readonly Option<string[]> _include = Patterns("--include", "Types to make swappable, by full name; * stands for any run of characters.");
    private readonly Option<string[]> _exclude = Patterns("--exclude", "Types to leave alone; stronger than --all and --include.");
    private readonly Option<SmallMethods> _smallMethods = new("--small-methods")
    {
        Description = "accessors: of small methods only field accessors and those of structs get no stub, their callers are replaced instead; "
            + "leave: all of at most 16 bytes of IL get none; export: all get one.",
    };

    private readonly Option<bool> _noWaitingLoops = new("--no-waiting-loops") { Description = "Do not make calls in loops that wait for work for ever safe points." };
    private readonly Option<bool> _overrides = new("--overrides") { Description = "Patches can override methods of base types from outside (ToString, Dispose(bool)) in every swappable type." };
    private readonly Option<bool> _noOverrides = new("--no-overrides") { Description = "Patches can override such methods only where an attribute says so; without either option, those that no framework asks for." };
    private readonly Option<bool> _interfaces = new("--interfaces") { Description = "Patches can add interfaces to every swappable class; casts of its objects cost more." };
    private readonly Option<FileInfo?> _key = new("--key") { Description = "The key pair (.snk) to sign strong-named assemblies with again." };
    private readonly Option<string[]> _reference = Patterns("--reference", "Assemblies or folders in which references are looked up.");

    /// <summary>The options, in the order of the help.</summary>
    public IEnumerable<Option> All => [_all, _include, _exclude, _smallMethods, _noWaitingLoops, _overrides, _noOverrides, _interfaces, _key, _reference];

    /// <summary>Whether any of them was given.</summary>
    public bool AreGiven(ParseResult parse) => All.Any(option => parse.GetResult(option) is { Implicit: false });

    /// <summary>Which types are swappable.</summary>
    public WeaveSelection Selection(ParseResult parse) => new()
    {
        All = parse.GetValue(_all),
        Include = parse.GetValue(_include) ?? [],
        Exclude = parse.GetValue(_exclude) ?? [],
        Overrides = parse.GetValue(_overrides),
        CommonOverrides = !parse.GetValue(_noOverrides),
        Interfaces = parse.GetValue(_interfaces),
    };

    /// <summary>What happens to small methods.</summary>
    public SmallMethods SmallMethods(ParseResult parse) => parse.GetValue(_smallMethods);

    /// <summary>Whether calls in waiting loops are safe points.</summary>
    public bool WaitingLoops(ParseResult parse) => !parse.GetValue(_noWaitingLoops);

    /// <summary>The key to sign with; null for none.</summary>
    public string? Key(ParseResult parse) => parse.GetValue(_key)?.FullName;

    /// <summary>Where references are looked up.</summary>
    public IReadOnlyList<string> References(ParseResult parse) => parse.GetValue(_reference) ?? [];

    /// <summary>Makes an option that takes any number of values.</summary>
    public static Option<string[]> Patterns(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = true };
}
