using System.Security;
using System.Text;
using HotWeave.Weaver.Model;

namespace HotWeave.Weaver.Writing.Stubs;

/// <summary>The text of a project that says what objects which exist have in new fields: a method for each, to be filled in.</summary>
internal static class MigrationStub
{
    /// <summary>The source: one method per field, with the constructors that fill it for new objects above.</summary>
    public static string WriteSource(IReadOnlyList<UnsetField> fields)
    {
        var text = new StringBuilder();
        text.AppendLine("// What objects that exist have in fields which the new build adds. Put the value of each into its method,");
        text.AppendLine("// build this project, and give the assembly when you make the patch: hotweave patch … --with <assembly>.");
        text.AppendLine("// Docs: code-change.md, \"A new field that needs a value\".");
        text.AppendLine("using System;");
        text.AppendLine("using HotWeave;");
        text.AppendLine();
        text.AppendLine("internal static class Migrations");
        text.AppendLine("{");
        for (var i = 0; i < fields.Count; i++)
            WriteField(text, fields[i], i);
        text.AppendLine("}");
        return text.ToString();
    }

    /// <summary>The project.</summary>
    /// <param name="framework">The target framework, such as <c>net8.0</c>.</param>
    /// <param name="references">The assemblies that it is compiled against.</param>
    public static string WriteProject(string framework, IReadOnlyList<string> references)
    {
        var text = new StringBuilder();
        text.AppendLine("<Project Sdk=\"Microsoft.NET.Sdk\">");
        text.AppendLine("  <PropertyGroup>");
        text.AppendLine($"    <TargetFramework>{framework}</TargetFramework>");
        text.AppendLine("    <Nullable>enable</Nullable>");
        text.AppendLine("  </PropertyGroup>");
        text.AppendLine("  <ItemGroup>");
        foreach (var reference in references)
            text.AppendLine($"    <Reference Include=\"{SecurityElement.Escape(reference)}\" Private=\"false\" />");
        text.AppendLine("  </ItemGroup>");
        text.AppendLine("</Project>");
        return text.ToString();
    }

    private static void WriteField(StringBuilder text, UnsetField field, int number)
    {
        if (number > 0)
            text.AppendLine();
        text.AppendLine($"    // {field.Type}.{field.Field}; new objects get it so:");
        foreach (var line in field.Constructors)
            text.AppendLine("    //   " + line);
        if (field.IsGeneric)
        {
            text.AppendLine("    // The type has type parameters: write the method in the type itself, in the new build, marked");
            text.AppendLine($"    // [InitializeExisting(\"{field.Field}\")].");
            return;
        }

        var type = field.TypeCode is { } code ? $"typeof({code})" : $"\"{field.Type}\"";
        text.AppendLine($"    [InitializeExisting({type}, \"{field.Field}\")]");
        var self = field.TypeCode ?? "object";
        text.AppendLine($"    internal static {field.ValueCode ?? "object"} Field{number + 1}({self} self, IServiceProvider services) =>");
        text.AppendLine($"        throw new NotImplementedException(\"what {field.Type} has in {field.Field}\");");
    }
}
