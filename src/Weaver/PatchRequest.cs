using HotWeave.Patches.Format;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Weaver;

/// <summary>What to compare, and where the patch goes.</summary>
public sealed record PatchRequest
{
    /// <summary>The most characters of a <see cref="Label"/>.</summary>
    public const int LongestLabel = 100;

    private readonly string? _label;

    /// <summary>The deployed, woven assembly, or the folder that holds the deployed assemblies.</summary>
    public required string BaselinePath { get; init; }

    /// <summary>The new build, woven or not: an assembly, or a folder with assemblies of the same names.</summary>
    public required string NewPath { get; init; }

    /// <summary>The <c>.hotpatch</c> file to write; null to compare only. Written atomically, only on success.</summary>
    public string? OutputPath { get; init; }

    /// <summary>
    /// The patches of the same baseline that processes may have taken before, in the order they were made: types that they brought keep their
    /// identity and their objects. A patch that was itself made with earlier ones stands for those too.
    /// </summary>
    public IReadOnlyList<string> EarlierPatches { get; init; } = [];

    /// <summary>
    /// Assemblies whose methods marked <c>[InitializeExisting]</c> say what objects that exist have in fields that the new build adds, for types
    /// of any assembly of the patch. The patch has their code.
    /// </summary>
    public IReadOnlyList<string> Migrations { get; init; } = [];

    /// <summary>
    /// What the patch calls the build that it leads to, in place of the informational version of the new build: one line, at most
    /// <see cref="LongestLabel"/> characters. Null for that version.
    /// </summary>
    /// <exception cref="ArgumentException">It is empty, longer, or has control characters.</exception>
    public string? Label
    {
        get => _label;
        init => _label = value is null || (value.Length is > 0 and <= LongestLabel && !value.Any(char.IsControl))
            ? value
            : throw new ArgumentException($"A label is one line of 1 to {LongestLabel} characters.", nameof(value));
    }

    /// <summary>Whether a change that does not go live as a whole is refused too (HW3521).</summary>
    public bool Strict { get; init; }

    /// <summary>
    /// The ids of refusals to take as remarks: HW3050, members that others find by an attribute, HW3284, fields that code which stays
    /// goes on using, and HW3352, authorisation that attributes say. HW3351 leaves end points as they are, though they could be mapped
    /// anew. Ids of other refusals have no effect, since no patch can carry what they name.
    /// </summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>
    /// Whether what a constructor takes more counts as a service where only reflection, as dependency injection does, makes the objects of its
    /// class: fields of objects that exist get it from the application's services.
    /// </summary>
    public bool Services { get; init; }

    /// <summary>
    /// Whether fields that only constructors can fill are taken where a process has no object of their type (HW3366): the patch becomes current only while none is
    /// alive, which whoever applies it has looked for.
    /// </summary>
    public bool IfNoneAlive { get; init; }

    /// <summary>
    /// Full names of types, or patterns with <c>*</c>, that keep their deployed code, with the types nested in them: the patch brings the rest
    /// of the change (HW3340). What the rest needs of them and they do not have is refused. A name that no type of both builds has is an
    /// error (HW7067).
    /// </summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>Assembly files and directories in which references are looked up, after the inputs' own directories.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>
    /// What the caller knows of the release beside its code, given the assemblies that the patch brings. Asked where the change can go live, before
    /// anything is written, so that a strict comparison sees it.
    /// </summary>
    internal Func<IReadOnlyList<string>, IEnumerable<Diagnostic>>? Beside { get; init; }

    /// <summary>Takes the plan as text: who answers for what new code names. Asked once the plan is made, whatever it refuses.</summary>
    internal Action<string>? Planned { get; init; }

    /// <summary>Makes the signed file of a patch; null when it is not signed. Asked before anything is written.</summary>
    internal Func<PatchFile, byte[]>? Sign { get; init; }

    /// <summary>Whether to do without symbols.</summary>
    internal bool LeavesSymbols { get; init; }
}
