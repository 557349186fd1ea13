namespace HotWeave;

/// <summary>
/// Declares a method that turns the state which one version's code left into the state that another version's code expects. The
/// method belongs to the new version, and to a swappable type. An instance method is called once per object, a static one once per
/// type; both return nothing and take one <see cref="CodeChangeContext"/>.
/// </summary>
/// <remarks>
/// <para>The shapes of a type's state are numbered. A build's number for a type is the highest <see cref="To"/> of the type's hooks,
/// or 0 without any. A swap between builds with different numbers calls the hooks that lead from one to the other, several in a row
/// where need be; keep hooks in the source for as long as a process may still run their <see cref="From"/>.</para>
/// <para>On a rollback the version that is left calls its hooks again, backwards, with
/// <see cref="CodeChangeDirection.Down"/>. A hook that cannot undo what it does says <see cref="UpOnly"/>.</para>
/// <para>Where the type is not tracked and the build has no static hook, objects are converted one by one, when code of the new version
/// first touches a field of theirs. A hook that throws then fails that call, and a rollback begins.</para>
/// <para>All other hooks run while no unit of work runs (<see cref="SwapMode.Quiescent"/>), on the objects of types woven with
/// <see cref="SwappableAttribute.Track"/> and on those that a static hook names (<see cref="CodeChangeContext.Convert"/>). When one
/// throws or takes too long, every object is restored and the old version runs on.</para>
/// <para>Anywhere else, also in an assembly that is given when the patch is made, the method names the type. It is static then, and takes
/// the object first where it is for objects; the type is not generic. Fields that it cannot name it reads and writes through the context.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class CodeChangeAttribute : Attribute
{
    /// <summary>For the type that the method stands in.</summary>
    public CodeChangeAttribute()
    {
    }

    /// <summary>For another type.</summary>
    /// <param name="type">The type whose state it carries over.</param>
    public CodeChangeAttribute(Type type) => Type = type;

    /// <summary>For another type, which the code cannot name.</summary>
    /// <param name="type">The reflection name of the type whose state it carries over: <c>N.Outer+Nested</c>.</param>
    public CodeChangeAttribute(string type) => TypeName = type;

    /// <summary>The type whose state it carries over; null where it is the method's own, or named by <see cref="TypeName"/>.</summary>
    public Type? Type { get; }

    /// <summary>The reflection name of the type whose state it carries over; null where it is the method's own, or <see cref="Type"/>.</summary>
    public string? TypeName { get; }

    /// <summary>The number of the shape that the hook starts from, not negative. Default: 0.</summary>
    public int From { get; set; }

    /// <summary>The number of the shape that the hook leads to, greater than <see cref="From"/>. Default: 1.</summary>
    public int To { get; set; } = 1;

    /// <summary>
    /// True: the hook is never called on the way down, and a rollback over it is refused unless <see cref="SwapOptions.AcceptState"/>
    /// is set. Default: false.
    /// </summary>
    public bool UpOnly { get; set; }
}
