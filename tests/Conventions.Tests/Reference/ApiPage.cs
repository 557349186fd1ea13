using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace HotWeave.Conventions.Tests.Reference;

/// <summary>The reference of a library: its public types and their members, with what their documentation says.</summary>
internal static class ApiPage
{
    private static readonly SymbolDisplayFormat s_signature = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat s_name = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes, genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    /// <summary>Writes the page.</summary>
    /// <param name="package">The package that the library is in.</param>
    /// <param name="types">The types.</param>
    public static string Write(string package, IEnumerable<INamedTypeSymbol> types)
    {
        var page = new StringBuilder($"# API of {package}\n\nGenerated from the sources by `dotnet run build/api.cs -- --reference`.\n");
        foreach (var type in types.OrderBy(static t => t.ToDisplayString(s_name), StringComparer.Ordinal).ThenBy(static t => t.ToDisplayString(), StringComparer.Ordinal))
            WriteType(page, type);
        return page.ToString();
    }

    private static void WriteType(StringBuilder page, INamedTypeSymbol type)
    {
        var text = new DocumentationText(type);
        var said = $"{DescribeKind(type)} in `{type.ContainingNamespace.ToDisplayString()}`. {text.Summary} {text.Contract}";
        page.Append(CultureInfo.InvariantCulture, $"\n## {Escape(type.ToDisplayString(s_name))}\n\n{said.TrimEnd()}\n");
        var members = type.GetMembers().Where(IsShown).OrderBy(static m => Rank(m)).ThenBy(m => type.TypeKind == TypeKind.Enum ? "" : m.ToDisplayString(s_signature), StringComparer.Ordinal).ToList();
        if (members.Count == 0)
            return;
        page.Append("\n| member | |\n|---|---|\n");
        foreach (var member in members)
        {
            var about = new DocumentationText(member);
            page.Append(CultureInfo.InvariantCulture, $"| `{Show(member)}` | {Escape($"{about.Summary} {about.Contract}".Trim())} |\n");
        }
    }

    private static string Show(ISymbol member) => (member.IsStatic && member is not IFieldSymbol { HasConstantValue: true } ? "static " : "")
        + (member.ContainingType.TypeKind == TypeKind.Enum ? member.Name : member.ToDisplayString(s_signature).Replace("|", "\\|", StringComparison.Ordinal));

    private static bool IsShown(ISymbol member) => !member.IsImplicitlyDeclared
        && member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        && member is IFieldSymbol or IPropertySymbol or IEventSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor or MethodKind.UserDefinedOperator or MethodKind.Conversion };

    private static int Rank(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } => 0,
        IFieldSymbol => 1,
        IPropertySymbol => 2,
        IEventSymbol => 3,
        _ => 4,
    };

    private static string DescribeKind(INamedTypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Enum } => "Enum",
        { TypeKind: TypeKind.Interface } => "Interface",
        { TypeKind: TypeKind.Delegate } => "Delegate",
        { TypeKind: TypeKind.Struct, IsRecord: true } => "Record struct",
        { TypeKind: TypeKind.Struct } => "Struct",
        { IsRecord: true } => "Record",
        { IsStatic: true } => "Static class",
        { BaseType.Name: "Attribute" } => "Attribute",
        _ => "Class",
    };

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
