using HotWeave.Hooks;

namespace HotWeave;

/// <summary>What a hook round a swap (<see cref="BeforeSwapAttribute"/> and its kin) is told. Valid during the call only.</summary>
public sealed class SwapHookContext
{
    private readonly bool _mayVeto;
    private readonly IServiceProvider? _services;

    internal SwapHookContext(VersionNumber from, VersionNumber to, bool mayVeto, SwappedTypes types, IServiceProvider? services, CancellationToken cancellation)
    {
        From = from;
        To = to;
        AddedTypes = types.Added;
        ChangedTypes = types.Changed;
        AddedMembers = types.AddedMembers;
        Cancellation = cancellation;
        _mayVeto = mayVeto;
        _services = services;
    }

    /// <summary>The version that is left.</summary>
    public VersionNumber From { get; }

    /// <summary>The version that is gone to.</summary>
    public VersionNumber To { get; }

    /// <summary>
    /// The types that the hook's version has and the other has not, whichever way the swap goes, but for those that a compiler made:
    /// objects of them can be made, and their attributes read, as of any type. By these an <see cref="AfterSwapAttribute"/> hook repeats
    /// what start-up code did for all types that it found, and an <see cref="AfterRollbackAttribute"/> hook takes it back.
    /// </summary>
    public IReadOnlyList<Type> AddedTypes { get; }

    /// <summary>
    /// The types that both versions have and whose code differs, but for those that a compiler made. Reflection shows their members as
    /// deployed: not what the hook's version adds to them.
    /// </summary>
    public IReadOnlyList<Type> ChangedTypes { get; }

    /// <summary>
    /// The methods that the hook's version has on types that both have, and the other has not, whichever way the swap goes, but for those
    /// that a compiler made, generic ones, accessors, overrides, and those of structs, interfaces and generic types. Reflection does not
    /// show them on their types; these can be called, and their attributes read. See <see cref="FindAdded{TAttribute}"/>.
    /// </summary>
    public IReadOnlyList<AddedMember> AddedMembers { get; }

    /// <summary>Signalled when the operation is cancelled, which it can be until the version is current.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>The application's services.</summary>
    /// <exception cref="InvalidOperationException"><c>HotSwap.Services</c> is not set.</exception>
    public IServiceProvider Services => _services ?? throw AbsentServices.Explain();

    internal string? Reason { get; private set; }

    /// <summary>Those of <see cref="AddedMembers"/> that carry an attribute, with each such attribute.</summary>
    /// <typeparam name="TAttribute">The attribute's type.</typeparam>
    /// <param name="type">The type whose members they are; null for all types.</param>
    public IEnumerable<(AddedMember Member, TAttribute Attribute)> FindAdded<TAttribute>(Type? type = null)
        where TAttribute : Attribute =>
        from member in AddedMembers
        where type is null || member.DeclaringType == type
        from attribute in member.Method.GetCustomAttributes(typeof(TAttribute), inherit: false)
        select (member, (TAttribute)attribute);

    /// <summary>Refuses the swap; nothing has changed. For <see cref="BeforeSwapAttribute"/> only.</summary>
    /// <param name="reason">Why, for the operator.</param>
    /// <exception cref="InvalidOperationException">The hook is none that may refuse.</exception>
    public void Veto(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (!_mayVeto)
            throw new InvalidOperationException("Only a hook before a swap may veto.");
        Reason ??= reason;
    }
}
