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
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class CodeChangeAttribute : Attribute
{
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
