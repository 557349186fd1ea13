using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Normalising.Unweaving;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Verification;
using Mono.Cecil;

namespace HotWeave.Weaver;

/// <summary>
/// Looks at input files more closely than weaving and patch making have time for, once something has failed: where a file is not as a
/// compiler or as weaving makes it, it was the file. Where all are, it is a defect.
/// </summary>
internal static class InputDoubts
{
    /// <summary>What is wrong with one of the files; null where nothing is.</summary>
    public static Diagnostic? Find(IEnumerable<ModuleImage> images) => images.Select(Find).FirstOrDefault(static d => d is not null);

    private static Diagnostic? Find(ModuleImage image)
    {
        if (!DamagedInput.SurvivesRoundTrip(image.Bytes))
            return ReadingDiagnostics.Damaged.With(image.Path, "it cannot be read whole");
        try
        {
            using var module = Read(image);
            if (ModuleVerifier.Verify(module) is { Count: > 0 } findings)
                return ReadingDiagnostics.Damaged.With(image.Path, $"code in it is not valid: {findings[0]}");
            return FindInWeaving(module) is { } problem ? ReadingDiagnostics.InconsistentWeaving.With(image.Path, problem) : null;
        }
        catch (AssemblyResolutionException)
        {
            return null; // a reference is missing, which says nothing of the file
        }
        catch (Exception e) when (DamageSign.Is(e))
        {
            return ReadingDiagnostics.Damaged.With(image.Path, e.Message);
        }
    }

    private static ModuleDefinition Read(ModuleImage image) => CheckedModule.ReadTrusted(image.Bytes, new ReaderParameters { AssemblyResolver = image.Module.AssemblyResolver });

    // What weaving adds is called by what weaving adds.
    private static string? FindInWeaving(ModuleDefinition module)
    {
        if (BaselineMark.Read(module.Assembly) is null)
            return null;
        if (WovenExports.Read(module).FindProblem() is { } problem)
            return problem;
        Unweaver.Unweave(module);
        foreach (var method in module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody))
        {
            if (method.Body.Instructions.FirstOrDefault(static i => i.Operand is IMemberDefinition and MemberReference { Module: null })?.Operand is { } gone)
                return $"{method.FullName} uses {gone}, which only weaving uses";
        }

        return null;
    }
}
