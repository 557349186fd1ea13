using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>Tells what a compiler made from what a person wrote, for the C#, Visual Basic and F# compilers' names.</summary>
internal static class GeneratedCode
{
    /// <summary>Whether a nested type was made by the compiler for the type around it: a closure, a state machine, a cache.</summary>
    public static bool IsGenerated(TypeDefinition type) => type.IsNested && IsGeneratedName(type.Name);

    /// <summary>The type that a person wrote and that <paramref name="type"/> belongs to; itself when a person wrote it.</summary>
    public static TypeDefinition UserTypeOf(TypeDefinition type)
    {
        while (IsGenerated(type))
            type = type.DeclaringType;
        return type;
    }

    /// <summary>
    /// Whether a type holds, or gives shape to, the data of one build: what the compiler computed from literals. F# adds the assembly's name to the type's.
    /// </summary>
    public static bool IsData(TypeDefinition type)
    {
        while (type.DeclaringType is not null)
            type = type.DeclaringType;
        return type.Name.StartsWith("<PrivateImplementationDetails", StringComparison.Ordinal);
    }

    /// <summary>Whether a field is such data. F# has it in the module whose code names it.</summary>
    public static bool IsData(FieldDefinition field) => field.IsStatic && (field.Attributes & FieldAttributes.HasFieldRVA) != 0;

    /// <summary>Whether a person wrote neither the method nor the type it stands in.</summary>
    public static bool IsGenerated(MethodDefinition method) => IsGenerated(method.DeclaringType) || IsLambdaOrLocalFunction(method);

    /// <summary>Whether the method is the body of a lambda or a local function, wherever the compiler put it.</summary>
    public static bool IsLambdaOrLocalFunction(MethodDefinition method) =>
        IsLambda(method)
        || (method.Name.StartsWith("<", StringComparison.Ordinal) && method.Name.Contains(">g__"))
        || IsFSharpName(method.Name);

    /// <summary>Whether the method is the body of a lambda.</summary>
    public static bool IsLambda(MethodDefinition method) =>
        (method.Name.StartsWith("<", StringComparison.Ordinal) && method.Name.Contains(">b__"))
        || method.Name.StartsWith("_Lambda$__", StringComparison.Ordinal)
        || (IsFSharpName(method.DeclaringType.Name) && method.Name == "Invoke");

    /// <summary>The name that a person gave a local function.</summary>
    // <Place>g__Check|3_0 -> Check; F#: loop@7-1 -> loop
    public static string LocalFunctionName(MethodDefinition method)
    {
        var name = method.Name;
        if (name.IndexOf('@') is > 0 and var at)
            return name.Substring(0, at);
        var start = name.IndexOf(">g__", StringComparison.Ordinal) + 4;
        var end = name.IndexOf('|', start);
        return end < 0 ? name.Substring(start) : name.Substring(start, end - start);
    }

    /// <summary>Whether the type runs an async method or an iterator.</summary>
    public static bool IsStateMachine(TypeDefinition type) =>
        IsGenerated(type)
        && (type.Interfaces.Any(static i => i.InterfaceType.Name is "IAsyncStateMachine" or "IEnumerator") || type.BaseType?.Name is "GeneratedSequenceBase`1");

    /// <summary>Whether the type is a top-level one that the compiler made for the whole assembly and numbers as it meets them.</summary>
    public static bool IsAnonymous(TypeDefinition type) =>
        !type.IsNested && (type.Name.StartsWith("<>f__Anonymous", StringComparison.Ordinal) || type.Name.StartsWith("VB$Anonymous", StringComparison.Ordinal));

    /// <summary>Whether a static field of a closure class holds its only instance (<c>&lt;&gt;9</c>, <c>$I</c>, <c>@_instance</c>).</summary>
    public static bool IsSingleton(FieldDefinition field) => field.IsStatic && field.FieldType.GetElementType() == field.DeclaringType;

    /// <summary>Whether a type is the class of lambdas that capture nothing, which has one object and no instance fields.</summary>
    public static bool IsStateless(TypeDefinition type) =>
        IsGenerated(type) && !type.IsValueType && type.Fields.Any(IsSingleton) && type.Fields.All(static f => f.IsStatic);

    /// <summary>
    /// Whether only a compiler gives a field such a name: one behind a property (<c>&lt;P&gt;k__BackingField</c>, <c>_P</c> of Visual
    /// Basic, <c>P@</c> of F#).
    /// </summary>
    public static bool HasGeneratedFieldName(FieldDefinition field) =>
        IsGeneratedName(field.Name) || IsMarked(field);

    /// <summary>Whether a compiler says that it made the member.</summary>
    public static bool IsMarked(ICustomAttributeProvider member) =>
        member.HasCustomAttributes
        && member.CustomAttributes.Any(static a => a.AttributeType.FullName == "System.Runtime.CompilerServices.CompilerGeneratedAttribute");

    /// <summary>Whether only a compiler gives such a name.</summary>
    public static bool HasGeneratedName(TypeReference type) => IsGeneratedName(type.Name) || type.Name.StartsWith("VB$Anonymous", StringComparison.Ordinal);

    private static bool IsGeneratedName(string name) =>
        name.StartsWith("<", StringComparison.Ordinal)
        || name.StartsWith("_Closure$__", StringComparison.Ordinal)
        || name.StartsWith("VB$StateMachine_", StringComparison.Ordinal)
        || IsFSharpName(name);

    // F# names what it makes after what it made it of and the line: closures clo@12, lifted functions loop@7-1, debugger proxies.
    private static bool IsFSharpName(string name) => name.IndexOf('@') > 0;
}
