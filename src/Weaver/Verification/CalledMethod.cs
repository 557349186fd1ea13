using HotWeave.Weaver.Verification.Types;
using Mono.Cecil;

namespace HotWeave.Weaver.Verification;

/// <summary>A method as one call names it: its signature with generic arguments filled in.</summary>
/// <param name="reference">What the instruction names.</param>
/// <param name="declaringType">Where it is declared.</param>
/// <param name="arguments">What stands for its own generic parameters.</param>
/// <param name="parameters">The parameters without the receiver, at a vararg call with the further ones.</param>
/// <param name="returnType">What it returns.</param>
/// <param name="members">Finds the definition.</param>
internal sealed class CalledMethod(
    MethodReference reference, ILType declaringType, ILType[] arguments, ILType[] parameters, ILType returnType, MemberTable members)
{
    private MethodDefinition? _definition;
    private bool _isResolved;

    public MethodReference Reference => reference;

    public ILType DeclaringType => declaringType;

    public ILType[] Arguments => arguments;

    public ILType[] Parameters => parameters;

    public ILType ReturnType => returnType;

    public bool HasThis { get; } = reference.HasThis;

    /// <summary>The definition; null where it is not at hand.</summary>
    public MethodDefinition? Definition
    {
        get
        {
            if (!_isResolved)
            {
                _definition = members.Find(reference.GetElementMethod());
                _isResolved = true;
            }

            return _definition;
        }
    }

    public override string ToString() => reference.FullName;
}
