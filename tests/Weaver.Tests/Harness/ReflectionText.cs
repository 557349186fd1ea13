using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>What reflection shows of an assembly, as text; what weaving adds by design is left out.</summary>
public static class ReflectionText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // The stub of a short body asks to be inlined, and the lock of a synchronised method moves with its body.
    private const MethodImplAttributes WovenFlags = MethodImplAttributes.AggressiveInlining | MethodImplAttributes.Synchronized;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        Attributes(text, assembly.GetCustomAttributesData());
        // Cecil writes nested types after the one around them, compilers after all others.
        foreach (var type in assembly.GetTypes().Where(t => t.Namespace != "HotWeave.Generated" && t.Name != "<HotWeave>Slots").OrderBy(t => t.ToString(), StringComparer.Ordinal))
            Append(text, type);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Type type)
    {
        text.Append(CultureInfo.InvariantCulture, $"{type} : {type.BaseType} {type.Attributes} {type.StructLayoutAttribute?.Value} {type.StructLayoutAttribute?.Pack} {type.StructLayoutAttribute?.Size} {type.IsByRefLike}\n");
        foreach (var implemented in type.GetInterfaces().Select(i => i.ToString()).Order(StringComparer.Ordinal))
            text.Append("  implements ").Append(implemented).Append('\n');
        Generics(text, type.GetGenericArguments().Where(a => a.IsGenericParameter));
        Attributes(text, type.GetCustomAttributesData());
        foreach (var member in type.GetMembers(Declared).Where(m => !IsWoven(m)))
            Append(text, member);
    }

    private static bool IsWoven(MemberInfo member) =>
        member.Name.StartsWith("<HotWeave>", StringComparison.Ordinal) || (member is MethodInfo && Trace.Normalise(member.Name) != member.Name);

    private static void Append(StringBuilder text, MemberInfo member)
    {
        text.Append(CultureInfo.InvariantCulture, $" {member.MemberType} {member}");
        switch (member)
        {
            case FieldInfo field:
                text.Append(CultureInfo.InvariantCulture, $" {field.Attributes} {Offset(field)} {string.Join(",", field.GetRequiredCustomModifiers().Select(m => m.Name))} {(field.IsLiteral ? field.GetRawConstantValue() : null)}");
                break;
            case MethodBase method:
                text.Append(CultureInfo.InvariantCulture, $" {method.Attributes} {method.CallingConvention} {method.MethodImplementationFlags & ~WovenFlags}");
                foreach (var parameter in method.GetParameters().Concat(method is MethodInfo m ? [m.ReturnParameter] : []))
                    Append(text, parameter);
                if (method.IsGenericMethod)
                    Generics(text, method.GetGenericArguments());
                break;
            case PropertyInfo property:
                text.Append(CultureInfo.InvariantCulture, $" {property.Attributes}");
                break;
        }

        text.Append('\n');
        Attributes(text, member.GetCustomAttributesData());
    }

    private static void Append(StringBuilder text, ParameterInfo parameter)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n    {parameter} {parameter.Attributes} {string.Join(",", parameter.GetRequiredCustomModifiers().Select(m => m.Name))} {(parameter.HasDefaultValue ? parameter.RawDefaultValue : null)}");
        Attributes(text, parameter.GetCustomAttributesData());
    }

    private static void Generics(StringBuilder text, IEnumerable<Type> parameters)
    {
        foreach (var parameter in parameters)
        {
            text.Append(CultureInfo.InvariantCulture, $"   <{parameter} {parameter.GenericParameterAttributes} {string.Join(",", parameter.GetGenericParameterConstraints().Select(c => c.ToString()))}>\n");
            Attributes(text, parameter.GetCustomAttributesData());
        }
    }

    private static void Attributes(StringBuilder text, IEnumerable<CustomAttributeData> attributes)
    {
        foreach (var attribute in attributes.Select(a => a.ToString()))
        {
            if (!attribute.Contains("StackTraceHidden", StringComparison.Ordinal) && !attribute.Contains("HotWeave.Runtime.Baseline", StringComparison.Ordinal))
                text.Append("    ").Append(attribute).Append('\n');
        }
    }

    private static int? Offset(FieldInfo field) => field.GetCustomAttribute<FieldOffsetAttribute>()?.Value;
}
