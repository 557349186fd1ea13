using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>What a patch says about something that it adds to a deployed type and that outlives it: <c>[HotWeave.Runtime.AddedMember]</c>.</summary>
/// <param name="Assembly">Simple name of the assembly whose new build has it.</param>
/// <param name="Key">What tells it from all others of the assembly, in every build.</param>
/// <param name="Generated">What tells it from others that the compiler made; empty for what a person wrote.</param>
/// <param name="Name">Its name, or that of the method it is part of, for people.</param>
internal sealed record AddedMark(string Assembly, string Key, string Generated, string Name)
{
    private const string VirtualPrefix = "virtual ";
    private const string BoxedPrefix = "boxed ";
    private const string OpenPrefix = "open ";

    /// <summary>What calls of it mean.</summary>
    public HomeKind Kind =>
        Key.StartsWith(VirtualPrefix, StringComparison.Ordinal) ? HomeKind.Virtual
        : Key.StartsWith(BoxedPrefix, StringComparison.Ordinal) ? HomeKind.Boxed
        : Key.StartsWith(OpenPrefix, StringComparison.Ordinal) ? HomeKind.Open
        : HomeKind.Plain;

    /// <summary>The key of the member alone.</summary>
    public string MemberKey => Key.Substring(PrefixOf(Kind).Length);

    /// <summary>The key of a home of a member.</summary>
    public static string KeyOf(string member, HomeKind kind) => PrefixOf(kind) + member;

    private static string PrefixOf(HomeKind kind) => kind switch
    {
        HomeKind.Virtual => VirtualPrefix,
        HomeKind.Boxed => BoxedPrefix,
        HomeKind.Open => OpenPrefix,
        _ => "",
    };

    /// <summary>The mark of something that an earlier patch brought; null where there is none.</summary>
    public static AddedMark? Read(ICustomAttributeProvider marked)
    {
        if (!marked.HasCustomAttributes)
            return null;
        var attribute = marked.CustomAttributes.FirstOrDefault(static a => a.AttributeType.FullName == "HotWeave.Runtime.AddedMemberAttribute");
        return attribute?.ConstructorArguments is { Count: 4 } arguments
            && arguments[0].Value is string assembly && arguments[1].Value is string key && arguments[2].Value is string generated && arguments[3].Value is string name
            ? new AddedMark(assembly, key, generated, name)
            : null;
    }

    /// <summary>Marks it.</summary>
    /// <param name="member">The method or type in the patch.</param>
    /// <param name="constructor">The constructor of the attribute.</param>
    /// <param name="text">The type <c>string</c>.</param>
    public void Write(ICustomAttributeProvider member, MethodReference constructor, TypeReference text)
    {
        var attribute = new CustomAttribute(constructor);
        foreach (var value in new[] { Assembly, Key, Generated, Name })
            attribute.ConstructorArguments.Add(new CustomAttributeArgument(text, value));
        member.CustomAttributes.Add(attribute);
    }
}
