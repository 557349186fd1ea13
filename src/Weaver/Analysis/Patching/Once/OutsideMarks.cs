using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Attributes of other assemblies by which frameworks may find a member; those for compilers, debuggers and analysers are none.</summary>
internal static class OutsideMarks
{
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "System.ObsoleteAttribute", "System.CLSCompliantAttribute", "System.ThreadStaticAttribute", "System.FlagsAttribute", "System.ParamArrayAttribute", "System.NonSerializedAttribute",
        "System.STAThreadAttribute", "System.MTAThreadAttribute", "System.ComponentModel.EditorBrowsableAttribute", "System.Text.RegularExpressions.GeneratedRegexAttribute",
        "Microsoft.Extensions.Logging.LoggerMessageAttribute", "System.Security.SecurityCriticalAttribute", "System.Security.SecuritySafeCriticalAttribute",
        // These ask to be left out, or speak to designers.
        "System.Text.Json.Serialization.JsonIgnoreAttribute", "System.Xml.Serialization.XmlIgnoreAttribute", "System.Runtime.Serialization.IgnoreDataMemberAttribute",
        "Newtonsoft.Json.JsonIgnoreAttribute", "System.ComponentModel.DataAnnotations.Schema.NotMappedAttribute", "System.ComponentModel.DescriptionAttribute",
        "System.ComponentModel.CategoryAttribute", "System.ComponentModel.BrowsableAttribute", "System.ComponentModel.BindableAttribute", "System.ComponentModel.LocalizableAttribute",
        "System.ComponentModel.DefaultValueAttribute", "System.ComponentModel.DesignerSerializationVisibilityAttribute", "System.ComponentModel.DisplayNameAttribute",
    };

    // Those of Orleans are for its generator, whose code a patch has anew.
    private static readonly string[] HarmlessNamespaces =
    [
        "System.Diagnostics", "System.Runtime", "JetBrains.Annotations", "Microsoft.CodeAnalysis", "HotWeave", "Microsoft.FSharp.Core",
        "System.CodeDom.Compiler", "Orleans",
    ];

    /// <summary>Whether a member has any.</summary>
    public static bool AreOn(ICustomAttributeProvider member) => Find(member).Any();

    /// <summary>Those that a member has.</summary>
    public static IEnumerable<CustomAttribute> Find(ICustomAttributeProvider member) =>
        member.HasCustomAttributes ? member.CustomAttributes.Where(static a => IsOutside(a.AttributeType)) : [];

    private static bool IsOutside(TypeReference type)
    {
        if (type is TypeDefinition || Harmless.Contains(type.FullName))
            return false;
        return !HarmlessNamespaces.Any(n => type.Namespace == n || type.Namespace.StartsWith(n + ".", StringComparison.Ordinal))
            || type.Namespace == "System.Runtime.Serialization";
    }
}
