using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Has the copies of <c>[UnsafeAccessor]</c> methods that name types by text find them in the deployed assembly.</summary>
internal sealed class AccessorCopies(AccessorNames names)
{
    /// <param name="accessor">The accessor.</param>
    /// <param name="copy">Its copy.</param>
    public void Qualify(MethodDefinition accessor, MethodDefinition copy)
    {
        foreach (var attribute in AccessorNames.FindAttributes(copy))
        {
            var argument = attribute.ConstructorArguments[0];
            if (names.Qualify(accessor, (string)argument.Value) is { } text)
                attribute.ConstructorArguments[0] = new CustomAttributeArgument(argument.Type, text);
        }
    }
}
