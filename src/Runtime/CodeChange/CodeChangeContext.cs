using HotWeave.CodeChange;

namespace HotWeave;

/// <summary>
/// What a <see cref="CodeChangeAttribute"/> method is given: the old fields by name and type, and which way it goes. Valid during the
/// call only; not for several threads at once.
/// </summary>
/// <remarks>
/// Fields that the new version declares are used as fields. This is for those that it does not: deleted ones, and those that
/// had the same name and another type.
/// </remarks>
public sealed class CodeChangeContext
{
    private readonly IChangeRun _run;
    private readonly OldFields _fields;
    private readonly IServiceProvider? _services;

    internal CodeChangeContext(IChangeRun run, ChangeStep step, OldFields fields)
    {
        _run = run;
        _services = run.Services;
        _fields = fields;
        Direction = step.Direction;
        From = step.From;
        To = step.To;
    }

    /// <summary>Whether the state is carried to newer code or back.</summary>
    public CodeChangeDirection Direction { get; }

    /// <summary>True on the way to newer code.</summary>
    public bool IsUp => Direction == CodeChangeDirection.Up;

    /// <summary>The number of the shape that the state has. On the way down it is greater than <see cref="To"/>.</summary>
    public int From { get; }

    /// <summary>The number of the shape that the state is to have.</summary>
    public int To { get; }

    /// <summary>The version that is current. For an object that is converted at its first touch: the version that touches it.</summary>
    public VersionNumber FromVersion => _run.FromVersion;

    /// <summary>The version that is to be current. For an object that is converted at its first touch: the version that touches it.</summary>
    public VersionNumber ToVersion => _run.ToVersion;

    /// <summary>
    /// Signalled when the hooks have taken too long. Everything is restored by then, the old version runs on, and no other swap can
    /// begin until the hook has returned.
    /// </summary>
    public CancellationToken Cancellation => _run.Cancellation;

    /// <summary>The application's services.</summary>
    /// <exception cref="InvalidOperationException"><c>HotSwap.Services</c> is not set.</exception>
    public IServiceProvider Services => _services ?? throw AbsentServices.Explain();

    /// <summary>What a field of the object (in a static hook: a static field of the type) holds, whichever version declared it.</summary>
    /// <typeparam name="T">The field's type, or one that its value is of; of two fields of one name, the one of exactly this type is meant.</typeparam>
    /// <param name="name">The field's name; that of an auto-property's field is <c>&lt;Name&gt;k__BackingField</c>, for which <c>Name</c> will do.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MissingFieldException">There is no such field, or the object never got one.</exception>
    /// <exception cref="InvalidCastException">The fields of that name hold something else.</exception>
    public T Get<T>(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _fields.Get<T>(name);
    }

    /// <summary>As <see cref="Get{T}"/>, for a field that may be missing.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="name">The field's name.</param>
    /// <param name="value">The value; the default where there is none.</param>
    /// <returns>Whether there is such a field, and it holds a value of that type.</returns>
    public bool TryGet<T>(string name, out T? value)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _fields.TryGet(name, out value);
    }

    /// <summary>
    /// Sets a field that this version does not declare. One that no version in the process has yet is kept with the object: for the
    /// next hook of a chain, and for code that declares a field of that name and type.
    /// </summary>
    /// <typeparam name="T">The field's type, exactly.</typeparam>
    /// <param name="name">The field's name; for an auto-property's field the property's name will do.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="OperationCanceledException">The hooks have taken too long, and everything is restored.</exception>
    /// <exception cref="MissingFieldException">In a static hook: the deployed type has no static field of that name and type that can be set.</exception>
    public void Set<T>(string name, T value)
    {
        ArgumentNullException.ThrowIfNull(name);
        _run.Write(() => _fields.Set(name, value));
    }

    /// <summary>
    /// Has an object's own hooks called before the swap is done, once however often it is named. Names the objects of types that are
    /// not woven with <see cref="SwappableAttribute.Track"/>; tracked ones are found without.
    /// </summary>
    /// <param name="instance">The object. One without hooks for this swap, or null, is passed over.</param>
    /// <exception cref="OperationCanceledException">The hooks have taken too long, and everything is restored.</exception>
    public void Convert(object? instance)
    {
        if (instance is not null)
            _run.Write(() => _run.Add(instance));
    }
}
