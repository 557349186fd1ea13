using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Whether a program has what takes changes into the frameworks that it uses.</summary>
internal static class Integration
{
    /// <summary>The class of <c>AddHotWeave()</c> for settings of Newtonsoft.Json.</summary>
    public const string NewtonsoftExtensions = "Newtonsoft.Json.HotWeaveJsonSerializerSettingsExtensions";

    private const string Extensions = "Microsoft.Extensions.DependencyInjection.HotWeaveServiceCollectionExtensions";

    /// <summary>Whether a deployed module calls <c>AddHotWeave()</c> of HotWeave.AspNetCore.</summary>
    public static bool IsIn(ModuleDefinition deployed) => Calls(deployed, Extensions, "AddHotWeave");

    /// <summary>Whether a deployed module calls <c>AddHotWeave()</c> of HotWeave.NewtonsoftJson.</summary>
    public static bool IsInNewtonsoft(ModuleDefinition deployed) => Calls(deployed, NewtonsoftExtensions, "AddHotWeave");

    /// <summary>Whether a body calls <c>AddHotWeave()</c> on settings of Newtonsoft.Json.</summary>
    public static bool AddsToSettings(MethodDefinition body) =>
        body.Body.Instructions.Any(static i => i.Operand is MethodReference { Name: "AddHotWeave" } called
            && called.DeclaringType.FullName == NewtonsoftExtensions);

    /// <summary>Whether a module calls a method of a class of extension methods.</summary>
    public static bool Calls(ModuleDefinition module, string extensions, string name) =>
        module.TryGetTypeReference(extensions, out _)
        && module.GetMemberReferences().Any(r => r.Name == name && r.DeclaringType.FullName == extensions);

    /// <summary>Whether a module is compiled with the package for a framework.</summary>
    public static bool IsReferenced(ModuleDefinition module, string framework) => module.AssemblyReferences.Any(r => r.Name == "HotWeave." + framework);
}
