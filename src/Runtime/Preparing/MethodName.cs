using System.Reflection;

namespace HotWeave.Preparing;

/// <summary>The readable name of a member in messages: <c>N.Type::Member</c>.</summary>
internal static class MethodName
{
    internal static string Of(MemberInfo member) => member switch
    {
        Type type => type.ToString(),
        { DeclaringType: { } declaring } => declaring + "::" + member.Name,
        _ => member.Name,
    };
}
