using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>Names members in a plan.</summary>
internal static class MemberName
{
    public static string Describe(IMemberDefinition member) => member switch
    {
        MethodDefinition method => ReadableName.Describe(method),
        FieldDefinition field => ReadableName.Describe(field),
        _ => member.FullName,
    };
}
