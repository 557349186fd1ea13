using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>Names members in a plan.</summary>
internal static class MemberName
{
    public static string Of(IMemberDefinition member) => member switch
    {
        MethodDefinition method => ReadableName.Of(method),
        FieldDefinition field => ReadableName.Of(field),
        _ => member.FullName,
    };
}
