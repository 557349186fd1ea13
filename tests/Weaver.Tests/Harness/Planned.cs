using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Weaving;
using HotWeave.Weaver.Reading;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>The plan for a piece of C#, without weaving it.</summary>
internal static class Planned
{
    public static WeavePlan For(string source, WeaveSelection? selection = null, SmallMethods smallMethods = SmallMethods.Accessors, Configuration configuration = Configuration.Release)
    {
        using var directory = new TestDirectory();
        return ForFile(Compiler.CSharp(directory, "Snippet", "using System; using HotWeave;\n" + source, configuration), selection, smallMethods);
    }

    public static WeavePlan ForFile(string path, WeaveSelection? selection = null, SmallMethods smallMethods = SmallMethods.Accessors)
    {
        using var image = new ModuleReader([], new DiagnosticSink()).Read(path)!;
        var settings = new WeaveSettings(selection ?? new WeaveSelection { All = true }, smallMethods);
        return WeavePlanner.Plan(image.Module, WeaveInventory.Collect(image.Module, settings), settings.MakeMark(image.Bytes));
    }

    /// <summary>The export of the method with this name (without type and parameters); null when it has no stub.</summary>
    public static ExportPlan? Export(this WeavePlan plan, string method) =>
        plan.Types.SelectMany(t => t.Exports).SingleOrDefault(e => SimpleName(e.Method.Name) == method);

    /// <summary>The ids of the reasons for which the method with this name has no stub.</summary>
    public static IEnumerable<string> Reasons(this WeavePlan plan, string method) =>
        plan.Types.SelectMany(t => t.Skipped).Where(s => SimpleName(s.Member!) == method).Select(s => s.Id);

    private static string SimpleName(string readable)
    {
        var name = readable[..readable.IndexOf('(', StringComparison.Ordinal)];
        if (name.EndsWith(".ctor", StringComparison.Ordinal) || name.EndsWith(".cctor", StringComparison.Ordinal))
            return name[(name.LastIndexOf('.') )..];
        return name[(name.LastIndexOf('.') + 1)..].Split('<')[0];
    }
}
