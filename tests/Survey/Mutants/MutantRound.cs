using HotWeave.Benchmarks.Building;
using HotWeave.Survey.Packages;
using HotWeave.Survey.Verifying;
using Mono.Cecil;

namespace HotWeave.Survey.Mutants;

/// <summary>One library with one change in each body: what the JIT compiler refuses of it, and what the verifier finds.</summary>
internal static class MutantRound
{
    /// <summary>Makes the mutants of every n-th body, and has both judge them; those whose body the JIT compiler does not take as published either are left out.</summary>
    public static List<Mutant> Run(string library, int seed, int every = 1)
    {
        using var scratch = new ScratchDirectory();
        var plain = scratch.File("plain", Path.GetFileName(library));
        File.Copy(library, plain);
        Dependencies.CopyBeside(plain, Path.GetDirectoryName(plain)!);
        var file = scratch.File("mutant", Path.GetFileName(library));
        foreach (var beside in Directory.GetFiles(Path.GetDirectoryName(plain)!, "*.dll"))
            File.Copy(beside, Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileName(beside)), overwrite: true);

        using var resolver = VerifiedLibrary.Resolver(plain);
        using var module = ModuleDefinition.ReadModule(plain, new ReaderParameters { AssemblyResolver = resolver, InMemory = true });
        // Tokens move when a module is written; one that was written once keeps them.
        module.Write(plain + ".copy");
        File.Move(plain + ".copy", plain, overwrite: true);
        var done = new Mutator(module, seed).Mutate(every);
        module.Write(file);

        var tokens = done.Keys.Select(static m => m.MetadataToken.ToInt32()).ToList();
        var known = JudgingProcess.Run(plain, tokens, out _);
        var refused = JudgingProcess.Run(file, tokens, out var judged);
        var found = VerifiedLibrary.FindByMethod(file);
        return
        [
            .. done.Select(d => (d.Key.MetadataToken.ToInt32(), d.Key, d.Value))
                .Where(d => judged.Contains(d.Item1) && !known.ContainsKey(d.Item1))
                .Select(d => new Mutant(d.Key.FullName, d.Value.Kind, d.Value.What, refused.GetValueOrDefault(d.Item1), found.GetValueOrDefault(d.Item1))),
        ];
    }
}

/// <summary>A changed body.</summary>
/// <param name="Method">The method.</param>
/// <param name="Kind">How it was changed.</param>
/// <param name="What">The instruction before and after.</param>
/// <param name="Refusal">What the JIT compiler says; null where it compiles.</param>
/// <param name="Finding">What the verifier says; null where it finds nothing.</param>
internal sealed record Mutant(string Method, MutationKind Kind, string What, string? Refusal, string? Finding)
{
    public bool IsMissed => Refusal is not null && Finding is null;
}
