using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Reflection;

// What reflection shows of types that a patch adds: attributes of all their parts, nullability, defaults.
#if V2
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public sealed class NoteAttribute(string text) : Attribute { public string Text => text; public Type? Of { get; set; } public DayOfWeek[]? Days { get; set; } }

[Note("interface")]
public interface IAsked<[Note("parameter")] in T> { void Ask([Note("argument")] T item); }

[Note("type", Of = typeof(Fresh<,>), Days = [DayOfWeek.Monday, DayOfWeek.Friday])]
public class Fresh<[Note("first"), DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T, U> : IAsked<U>
    where T : class?, IEnumerable<string?> where U : unmanaged
{
    [Note("field")] public string? Field;
    [field: Note("backing")] [Note("property")] public string? Maybe { get; [Note("setter")] set; }
    public string Sure { get; init; } = "";
    public List<string?>? Nested { get; set; }
    [Note("event")] public event Action? Happened;
    [return: Note("return")]
    public string? Method<[Note("generic")] V>([Note("parameter")] V? item, string text = "default", decimal amount = 1.5m, DateTimeKind kind = DateTimeKind.Utc) where V : notnull => Happened is null ? text : null;
    public void Ask(U item) { }
}

public enum Kind : byte { [Note("member")] One = 1, Two }
public delegate ref readonly int Given([Note("argument")] scoped ref readonly int first, params string?[] rest);
#endif

public static class AddedAttributes
{
    public static void Run(TextWriter output)
    {
#if V2
        Show(output, typeof(Fresh<,>));
        Show(output, typeof(IAsked<>));
        Show(output, typeof(Kind));
        Show(output, typeof(Given));
#else
        output.Write("one" + output.NewLine);
#endif
    }

#if V2
    private static void Show(TextWriter output, Type type)
    {
        output.WriteLine(type.Name + Attributes(type) + Parameters(type.GetGenericArguments()) + type.Attributes);
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var nullability = new NullabilityInfoContext();
        foreach (var member in type.GetMembers(all).Where(static m => !m.Name.StartsWith("<HotWeave>", StringComparison.Ordinal)).OrderBy(static m => m.Name, StringComparer.Ordinal))
        {
            output.Write($"{member.MemberType} {member.Name}{Attributes(member)}");
            if (member is PropertyInfo property)
                output.Write($"{nullability.Create(property).ReadState} {string.Join(",", nullability.Create(property).GenericTypeArguments.Select(static a => a.ReadState))}");
            if (member is FieldInfo field)
                output.Write(nullability.Create(field).ReadState);
            if (member is MethodInfo method)
                output.Write(nullability.Create(method.ReturnParameter).ReadState + Attributes(method.ReturnParameter) + Parameters(method.GetGenericArguments()) + method.Attributes);
            if (member is MethodBase code)
                output.Write(string.Join(";", code.GetParameters().Select(p => $"{p}{Attributes(p)}{nullability.Create(p).WriteState}{p.Attributes}{(p.HasDefaultValue ? p.DefaultValue : "")}")));
            output.WriteLine();
        }
    }

    private static string Parameters(Type[] parameters) =>
        string.Concat(parameters.Select(static p => $"<{p.Name}{Attributes(p)}{p.GenericParameterAttributes}{string.Join(",", p.GetGenericParameterConstraints().Select(static c => c.Name))}>"));

    private static string Attributes(ICustomAttributeProvider provider) =>
        string.Concat(Data(provider).Where(static a => a.AttributeType.Name != "CompilerGeneratedAttribute").Select(static a => a.ToString()).Order(StringComparer.Ordinal));

    private static IEnumerable<CustomAttributeData> Data(ICustomAttributeProvider provider) =>
        provider is ParameterInfo parameter ? parameter.GetCustomAttributesData() : ((MemberInfo)provider).GetCustomAttributesData();
#endif
}
