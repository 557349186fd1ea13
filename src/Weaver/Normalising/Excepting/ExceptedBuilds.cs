using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Reading.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Normalising.Excepting;

/// <summary>
/// Makes the new builds that there would be if some types had not changed: then all that follows compares ordinary builds. The rest of a
/// build has to be able to do with the deployed types, which is found out here.
/// </summary>
internal static class ExceptedBuilds
{
    /// <summary>Puts such builds in the place of the new ones; false where that cannot be done, which is reported.</summary>
    /// <param name="inputs">What was read; it gets the builds.</param>
    /// <param name="request">The request, with the names of the types.</param>
    /// <param name="readsRows">Whether bodies are compared where they stand in the files.</param>
    /// <param name="compare">Finds which types are not the same in both builds.</param>
    /// <param name="sink">Where messages go, also those about the types that stay behind.</param>
    public static bool ReplaceNewBuilds(
        PatchInputs inputs, PatchRequest request, bool readsRows, Func<NormalisedBuilds, Func<TypeDefinition, bool>> compare, DiagnosticSink sink)
    {
        // Objects of their own, which are changed and written; what there is to say about the files is said.
        using var own = PatchInputs.Read(request, new DiagnosticSink());
        using var builds = own is null ? null : NormalisedBuilds.Make(own, readsRows);
        if (builds is null)
            return true;
        var found = ExceptedSelection.Find(builds.Pairs, request.Except, sink);
        if (sink.HasErrors)
            return false;
        if (found.Count > 0)
        {
            var isChanged = compare(builds);
            found.RemoveAll(f => !isChanged(f.New));
        }

        if (found.Count == 0)
            return true;

        var uses = new ExceptedUses(builds.Pairs, found.Select(static f => f.New));
        foreach (var group in found.GroupBy(static f => f.Pair))
            PutIn(group.Key, [.. group.Select(static f => (f.Old, f.New))], sink);
        uses.Check(sink);
        new ExceptedSlots(builds.Pairs, [.. found.Select(static f => f.New)], sink).Check();
        if (sink.HasErrors)
            return false;

        foreach (var (_, old, type) in found)
            sink.Report(ExceptDiagnostics.StaysByRequest.At(ReadableName.Describe(type), SymbolLocation.Find(type) ?? SymbolLocation.Find(old), ReadableName.Describe(type)));
        foreach (var pair in found.Select(static f => f.Pair).Distinct())
        {
            var (image, symbols) = Write(pair.New);
            if (!inputs.Replace(pair.Name, image, symbols))
                return false;
        }

        return true;
    }

    private static void PutIn(AssemblyPair pair, List<(TypeDefinition Old, TypeDefinition New)> types, DiagnosticSink sink)
    {
        var names = new DeployedNames(pair.New, pair.Old);
        GeneratedData.Bring(pair.Old, pair.New, names);
        var copies = new DeployedTypeCopy(names);
        foreach (var (old, type) in types)
            copies.Declare(old, type);
        copies.Fill();
        var missing = new SortedSet<string>(names.Missing.Select(static t => ReadableName.Describe(t)), StringComparer.Ordinal);
        foreach (var (_, method) in copies.Methods)
        {
            foreach (var member in OwnDefinitions.Settle(method))
                missing.Add(member is MethodReference of ? ReadableName.Describe(of) : ReadableName.Describe((FieldReference)member));
        }

        var named = ReadableName.ListFirst([.. types.Select(static t => ReadableName.Describe(t.New))], 5);
        foreach (var member in missing)
            sink.Report(ExceptDiagnostics.ExceptedNeedsGone.At(named, null, named, member));
    }

    private static (byte[] Image, byte[] Symbols) Write(ModuleDefinition module)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var parameters = new WriterParameters { DeterministicMvid = true };
        module.Attributes |= ModuleAttributes.ILOnly;
        if (module.HasSymbols)
        {
            parameters.WriteSymbols = true;
            parameters.SymbolWriterProvider = new PortablePdbWriterProvider();
            parameters.SymbolStream = symbols;
        }

        module.Write(image, parameters);
        return (image.ToArray(), symbols.ToArray());
    }
}
