using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Resources;

/// <summary>Which code of the new builds looks up embedded resources, and which lets others do so.</summary>
internal sealed class ResourceLookUps
{
    private readonly CodeHeads _heads;
    private readonly List<LookUp> _all = [];
    private readonly List<OtherLookUp> _others = [];
    private readonly HashSet<string> _bases = new(StringComparer.Ordinal);

    public ResourceLookUps(IReadOnlyList<AssemblyMatch> matches)
    {
        _heads = new CodeHeads(matches);
        foreach (var type in matches.SelectMany(static m => m.Pair.New.GetTypes()))
        {
            if (type.BaseType?.FullName == ResourceCalls.Manager)
                _others.Add(new OtherLookUp(false, null, $"{ReadableName.Describe(type)} looks it up in its own way"));
            foreach (var method in type.Methods.Where(static m => m.HasBody))
                Read(method);
        }
    }

    /// <summary>The look-ups, in the order of the code.</summary>
    public IReadOnlyList<LookUp> All => _all;

    /// <summary>Who else may look up, and goes by the deployed assembly.</summary>
    public IReadOnlyList<OtherLookUp> Others => _others;

    /// <summary>The look-ups that may ask for a resource.</summary>
    public IEnumerable<LookUp> FindFor(ResourceChange change) =>
        change.Base is { } text && _bases.Contains(text) ? _all.Where(static l => !l.OfFiles) : _all.Where(l => l.OfFiles && l.MayMean(change.Name));

    private void Read(MethodDefinition method)
    {
        var makesManager = false;
        foreach (var instruction in method.Body.Instructions)
        {
            if (instruction.Operand is not MethodReference called)
                continue;
            if (ResourceCalls.LookUp(instruction))
                _all.Add(new LookUp(_heads.FindHead(method), ResourceCalls.AskAssembly(called), NameBefore(instruction, called)));
            else if (ResourceCalls.AskAssembly(called) || (ResourceCalls.AskManager(called) && !IsManager(method.DeclaringType)))
                Note(ResourceCalls.AskAssembly(called), method, called, "makes a delegate of");
            else if (_heads.FindOwn(called) is null)
                ReadOutside(method, called);
            makesManager |= ResourceCalls.MakeManager(called);
        }

        if (makesManager)
            AddBases(method);
    }

    private void ReadOutside(MethodDefinition method, MethodReference called)
    {
        foreach (var files in new[] { false, true })
        {
            if (ResourceCalls.LetOthersLookUp(called, files))
                Note(files, method, called, "leaves it to");
        }
    }

    private void Note(bool files, MethodDefinition method, MethodReference called, string way)
    {
        var root = _heads.MatchOf(method).NewKeys.RootOf(method);
        _others.Add(new OtherLookUp(files, root, $"{ReadableName.Describe(root)} {way} {ReadableName.Describe(called)}, which finds the deployed one"));
    }

    // new ResourceManager("Shop.Words", assembly); new ResourceManager(typeof(Words))
    private void AddBases(MethodDefinition method)
    {
        foreach (var operand in method.Body.Instructions.Select(static i => i.Operand))
        {
            if (operand is string text)
                _bases.Add(text);
            else if (operand is TypeReference type)
                _bases.Add(type.FullName.Replace('/', '+'));
        }
    }

    private static string? NameBefore(Instruction call, MethodReference called) =>
        called.Parameters.Count > 0 && call.Previous is { OpCode.Code: Code.Ldstr, Operand: string name } ? name : null;

    private static bool IsManager(TypeDefinition type) => FrameworkTypes.HasAbove(type, static t => t.FullName == ResourceCalls.Manager);
}

/// <summary>Code that looks up resources.</summary>
/// <param name="Head">The method, or the lambda in it.</param>
/// <param name="OfFiles">Whether it asks the assembly for files, and not a manager for texts.</param>
/// <param name="Name">The name it asks for, or the end of it; null where that is not a literal.</param>
internal sealed record LookUp(MethodDefinition Head, bool OfFiles, string? Name)
{
    /// <summary>Whether it may ask for a resource by that name.</summary>
    // GetManifestResourceStream(typeof(T), "a.sql") puts the type's namespace before it.
    public bool MayMean(string name) => Name is null || !OfFiles || name == Name || name.EndsWith("." + Name, StringComparison.Ordinal);
}

/// <summary>Who looks up by a way that no patch reaches.</summary>
/// <param name="OfFiles">Whether files, and not texts.</param>
/// <param name="Method">The method that hands it over; null where there is none.</param>
/// <param name="Reason">For people.</param>
internal sealed record OtherLookUp(bool OfFiles, MethodDefinition? Method, string Reason);
