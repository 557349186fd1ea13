using System.Linq.Expressions;
using System.Reflection;

namespace HotWeave.Runtime;

/// <summary>An element of a collection's initialiser that a method of the patch adds. An <see cref="ElementInit"/>, which names instance methods only, carries it; it never gets into a tree.</summary>
internal sealed class AddedElement(MethodInfo add, IEnumerable<Expression> arguments)
{
    /// <summary>What the <see cref="ElementInit"/> that carries one names; nobody calls it.</summary>
    public void Add(AddedElement element) => throw new NotSupportedException($"{element} is only carried");

    /// <summary>The call that adds an element to a collection.</summary>
    public static Expression Of(Expression collection, ElementInit initializer) =>
        initializer.Arguments is [ConstantExpression { Value: AddedElement added }] ? added.CallOn(collection) : Expression.Call(collection, initializer.AddMethod, initializer.Arguments);

    private MethodCallExpression CallOn(Expression collection) => Expression.Call(null, add, [collection, .. arguments]);
}
