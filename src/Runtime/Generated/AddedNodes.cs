using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;

namespace HotWeave.Runtime;

/// <summary>
/// Makes the nodes of expression trees that name members which only a patch has: a static method of the patch stands for the member, with the object as its first argument. Each method
/// takes the place of the factory of <see cref="Expression"/> with its name, and what it makes does the same, compiled or interpreted. Patched code calls it; people have no use for it.
/// </summary>
/// <remarks>Safe for any number of threads. Exceptions are those of <see cref="Expression"/>.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AddedNodes
{
    private static readonly MethodInfo s_add = typeof(AddedElement).GetMethod(nameof(AddedElement.Add))!;

    /// <summary>A call of a method.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="method">What stands for the method.</param>
    /// <param name="arguments">The arguments.</param>
    public static Expression Call(Expression instance, MethodInfo method, Expression[] arguments) => Expression.Call(null, method, [instance, .. arguments]);

    /// <summary>The value of a property or field.</summary>
    /// <param name="instance">The object; null for a static member.</param>
    /// <param name="getter">What reads it.</param>
    public static Expression Get(Expression? instance, MethodInfo getter) => instance is null ? Expression.Call(getter) : Expression.Call(getter, instance);

    /// <summary>A new object.</summary>
    /// <param name="factory">What makes it by the constructor.</param>
    /// <param name="arguments">The constructor's arguments.</param>
    public static Expression New(MethodInfo factory, IEnumerable<Expression> arguments) => Expression.Call(null, factory, arguments);

    /// <summary>A new object by a constructor without parameters.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="factory">What makes it.</param>
    public static Expression NewOfType(Type type, MethodInfo factory) => Expression.Call(factory);

    /// <summary>The operators <c>&amp;&amp;</c> and <c>||</c> of a type of its own.</summary>
    /// <param name="left">What is evaluated first.</param>
    /// <param name="right">What is evaluated unless the first decides.</param>
    /// <param name="both">The operator <c>&amp;</c> or <c>|</c>.</param>
    /// <param name="decides">The operator <c>false</c> or <c>true</c>, which says whether the first decides.</param>
    public static Expression ShortCircuit(Expression left, Expression right, MethodInfo both, MethodInfo decides)
    {
        var value = Expression.Variable(left.Type);
        return Expression.Block(left.Type, [value], Expression.Assign(value, left), Expression.Condition(Expression.Call(decides, value), value, Expression.Call(both, value, right)));
    }

    /// <summary>The part of an initialiser that sets a property or field.</summary>
    /// <param name="setter">What sets it.</param>
    /// <param name="value">The value.</param>
    public static MemberBinding Bind(MethodInfo setter, Expression value) => new AddedBinding(target => [Expression.Call(setter, target, value)]);

    /// <summary>The part of an initialiser that initialises what a property or field has.</summary>
    /// <param name="member">The field, the getter, or what stands for the getter.</param>
    /// <param name="bindings">The parts within.</param>
    /// <param name="setter">What sets an added field, whose value may be a struct; else null.</param>
    public static MemberBinding MemberBind(MemberInfo member, MemberBinding[] bindings, MethodInfo? setter) =>
        new AddedBinding(target => Within(target, member, setter, value => Statements(value, bindings)));

    /// <summary>The part of an initialiser that adds to the collection which a property or field has.</summary>
    /// <param name="member">The field, the getter, or what stands for the getter.</param>
    /// <param name="initializers">What is added.</param>
    /// <param name="setter">What sets an added field, whose value may be a struct; else null.</param>
    public static MemberBinding ListBind(MemberInfo member, ElementInit[] initializers, MethodInfo? setter) =>
        new AddedBinding(target => Within(target, member, setter, value => initializers.Select(i => AddedElement.Of(value, i))));

    /// <summary>One element that is added to a collection.</summary>
    /// <param name="add">What adds it.</param>
    /// <param name="arguments">The arguments.</param>
    public static ElementInit ElementInit(MethodInfo add, IEnumerable<Expression> arguments) => Expression.ElementInit(s_add, Expression.Constant(new AddedElement(add, arguments)));

    /// <summary>A new object with an initialiser.</summary>
    /// <param name="made">The new object.</param>
    /// <param name="bindings">The parts of the initialiser.</param>
    public static Expression MemberInit(Expression made, MemberBinding[] bindings) => Filled(made, value => Statements(value, bindings));

    /// <summary>A new collection with elements.</summary>
    /// <param name="made">The new collection.</param>
    /// <param name="initializers">What is added.</param>
    public static Expression ListInit(Expression made, ElementInit[] initializers) => Filled(made, value => initializers.Select(i => AddedElement.Of(value, i)));

    private static BlockExpression Filled(Expression made, Func<Expression, IEnumerable<Expression>> fill)
    {
        var value = Expression.Variable(made.Type);
        return Expression.Block(made.Type, [value], [Expression.Assign(value, made), .. fill(value), value]);
    }

    private static IEnumerable<Expression> Statements(Expression target, IEnumerable<MemberBinding> bindings) => bindings.SelectMany(binding => binding switch
    {
        AddedBinding added => added.Statements(target),
        MemberAssignment assignment => [Expression.Assign(Expression.MakeMemberAccess(target, assignment.Member), assignment.Expression)],
        MemberMemberBinding within => Within(target, within.Member, null, value => Statements(value, within.Bindings)),
        MemberListBinding list => Within(target, list.Member, null, value => list.Initializers.Select(i => AddedElement.Of(value, i))),
        _ => throw new ArgumentException($"A part of an initialiser of an unknown kind: {binding}", nameof(bindings)),
    });

    // The member is read once. A struct is filled in a copy, which is put back.
    private static IEnumerable<Expression> Within(Expression target, MemberInfo member, MethodInfo? setter, Func<Expression, IEnumerable<Expression>> fill)
    {
        var access = Read(target, member);
        var value = Expression.Variable(access.Type);
        yield return Expression.Block(typeof(void), [value], [Expression.Assign(value, access), .. fill(value), .. Back()]);

        IEnumerable<Expression> Back() => !value.Type.IsValueType ? [] : setter is null ? [Expression.Assign(access, value)] : [Expression.Call(setter, target, value)];
    }

    [UnconditionalSuppressMessage("Trimming", "IL2103", Justification = "The code that builds the tree names the getter by its token.")]
    private static Expression Read(Expression target, MemberInfo member) => member switch
    {
        MethodInfo { IsStatic: true } getter => Expression.Call(getter, target),
        MethodInfo getter => Expression.Property(target, getter),
        _ => Expression.MakeMemberAccess(target, member),
    };
}
