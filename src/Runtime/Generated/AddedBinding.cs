using System.Linq.Expressions;

namespace HotWeave.Runtime;

/// <summary>A part of an initialiser that <see cref="MemberBinding"/> cannot say, as a row of statements; it never gets into a tree.</summary>
#pragma warning disable CS0618 // The constructor is not for use by people who make trees; this only travels in the arrays between two factories.
internal sealed class AddedBinding(Func<Expression, IEnumerable<Expression>> statements) : MemberBinding(MemberBindingType.Assignment, null!)
#pragma warning restore CS0618
{
    /// <summary>What is done with the object.</summary>
    public IEnumerable<Expression> Statements(Expression target) => statements(target);
}
