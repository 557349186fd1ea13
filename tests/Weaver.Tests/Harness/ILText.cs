using System.Globalization;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>Prints types as text in the manner of ildasm, stable enough to commit.</summary>
public static class ILText
{
    /// <summary>All types of an assembly file, in metadata order, with the identity of the baseline left out.</summary>
    public static string OfAssembly(string path)
    {
        using var module = ModuleDefinition.ReadModule(path, new ReaderParameters { InMemory = true });
        var text = new StringBuilder();
        foreach (var type in module.GetTypes().Where(t => t.Name != "<Module>" && !t.Name.Contains("Attribute", StringComparison.Ordinal)))
            Append(text, type);
        return text.ToString();
    }

    /// <summary>One method.</summary>
    public static string Of(MethodDefinition method)
    {
        var text = new StringBuilder();
        Append(text, method);
        return text.ToString();
    }

    private static void Append(StringBuilder text, TypeDefinition type)
    {
        text.Append(CultureInfo.InvariantCulture, $".class {Flags(type.Attributes)} {type.FullName}{Generics(type)} extends {type.BaseType?.FullName}{Attributes(type)}\n");
        foreach (var field in type.Fields)
            text.Append(CultureInfo.InvariantCulture, $"  .field {Flags(field.Attributes)} {field.FieldType.FullName} {field.Name}{Attributes(field)}\n");
        foreach (var method in type.Methods)
            Append(text, method);
        text.Append('\n');
    }

    private static void Append(StringBuilder text, MethodDefinition method)
    {
        var parameters = string.Join(", ", method.Parameters.Select(p => $"{p.ParameterType.FullName} {p.Name}"));
        var instance = method.HasThis ? "instance " : "";
        text.Append(CultureInfo.InvariantCulture, $"  .method {Flags(method.Attributes)} {instance}{method.ReturnType.FullName} {method.Name}{Generics(method)}({parameters}) {Flags(method.ImplAttributes)}{Attributes(method)}\n");
        foreach (var overridden in method.Overrides)
            text.Append(CultureInfo.InvariantCulture, $"    .override {overridden.FullName}\n");
        if (!method.HasBody)
            return;
        var body = method.Body;
        text.Append(CultureInfo.InvariantCulture, $"    .maxstack {body.MaxStackSize}{(body.InitLocals ? " init" : "")}\n");
        foreach (var variable in body.Variables)
            text.Append(CultureInfo.InvariantCulture, $"    .local {variable.Index} {variable.VariableType.FullName}\n");
        foreach (var instruction in body.Instructions)
            text.Append("    ").Append(instruction).Append('\n');
        foreach (var handler in body.ExceptionHandlers)
            text.Append(CultureInfo.InvariantCulture, $"    .try {Label(handler.TryStart)}-{Label(handler.TryEnd)} {handler.HandlerType} {handler.CatchType?.FullName}{Filter(handler)} {Label(handler.HandlerStart)}-{Label(handler.HandlerEnd)}\n");
    }

    private static string Flags<T>(T flags) where T : struct, Enum => flags.ToString().Replace(",", "", StringComparison.Ordinal);

    private static string Generics(IGenericParameterProvider provider) => !provider.HasGenericParameters ? "" :
        "<" + string.Join(", ", provider.GenericParameters.Select(p => $"{p.Name} {Flags(p.Attributes)}{string.Concat(p.Constraints.Select(c => " : " + c.ConstraintType.FullName))}")) + ">";

    private static string Attributes(ICustomAttributeProvider provider) =>
        string.Concat(provider.CustomAttributes.Select(a => a.AttributeType.Name).Where(n => !n.StartsWith("Nullable", StringComparison.Ordinal)).Select(n => $" [{n[..^"Attribute".Length]}]"));

    private static string Filter(ExceptionHandler handler) => handler.FilterStart is { } filter ? " " + Label(filter) : "";

    private static string Label(Instruction? instruction) => instruction is null ? "end" : $"IL_{instruction.Offset:x4}";
}
