using System.ComponentModel;
using HotWeave.Guarding;
using HotWeave.Protocol;

namespace HotWeave.Runtime;

/// <summary>
/// One call of a method that is a unit of work: what the weaver puts round the body of <see cref="UnitOfWorkAttribute"/> methods.
/// Generated code only uses it; people use <see cref="UnitOfWork"/>. Not thread-safe: it lives in one activation.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct UnitFrame
{
    private Unit _unit;

    // The contexts before and after the unit became ambient; null where it began here and the flow is suppressed.
    private ExecutionContext? _before;
    private ExecutionContext? _within;
    private Unit? _outer;
    private bool _begins;
    private bool _isHandedOver;

    /// <summary>Enters: joins the caller's unit, or begins one, blocking the thread while new units have to wait.</summary>
    /// <param name="name">The unit's name, when it begins here.</param>
    /// <param name="frame">What leaves the unit.</param>
    public static void Enter(string name, out UnitFrame frame)
    {
        Unit? unit, outer;
        while ((unit = Unit.TryEnter(name, out outer, out var closed)) is null)
            closed!.Wait();
        Begin(unit, outer, out frame);
    }

    /// <summary>Enters, unless new units have to wait.</summary>
    /// <param name="name">The unit's name, when it begins here.</param>
    /// <param name="frame">What leaves the unit.</param>
    /// <returns>False when new units have to wait: nothing was entered, and the frame is not to be left.</returns>
    public static bool TryEnter(string name, out UnitFrame frame)
    {
        if (Unit.TryEnter(name, out var outer, out _) is not { } unit)
        {
            frame = default;
            return false;
        }

        Begin(unit, outer, out frame);
        return true;
    }

    /// <summary>Waits without a thread until units may enter, then calls in a unit.</summary>
    /// <param name="name">The unit's name.</param>
    /// <param name="call">The body, as a function of its arguments.</param>
    /// <param name="arguments">The arguments.</param>
    /// <returns>A task that ends as the body's does.</returns>
    public static Task Wait(string name, Func<object?[], Task> call, object?[] arguments) => CallAsync(name, call, arguments).Unwrap();

    /// <inheritdoc cref="Wait(string, Func{object[], Task}, object[])"/>
    /// <typeparam name="T">The result's type.</typeparam>
    public static Task<T> Wait<T>(string name, Func<object?[], Task<T>> call, object?[] arguments) => CallAsync(name, call, arguments).Unwrap();

    /// <inheritdoc cref="Wait(string, Func{object[], Task}, object[])"/>
    public static ValueTask Wait(string name, Func<object?[], ValueTask> call, object?[] arguments) =>
        new(CallAsync(name, a => call(a).AsTask(), arguments).Unwrap());

    /// <inheritdoc cref="Wait(string, Func{object[], Task}, object[])"/>
    /// <typeparam name="T">The result's type.</typeparam>
    public static ValueTask<T> Wait<T>(string name, Func<object?[], ValueTask<T>> call, object?[] arguments) =>
        new(CallAsync(name, a => call(a).AsTask(), arguments).Unwrap());

    /// <summary>A stream of which each enumeration is a unit, from its first step to its disposal.</summary>
    /// <param name="name">The unit's name.</param>
    /// <param name="call">The body, as a function of its arguments; called at the first step.</param>
    /// <param name="arguments">The arguments.</param>
    /// <typeparam name="T">The items' type.</typeparam>
    public static IAsyncEnumerable<T> Stream<T>(string name, Func<object?[], IAsyncEnumerable<T>> call, object?[] arguments) =>
        new UnitStream<T>(name, call, arguments);

    /// <summary>Lets the unit end when the body's task does.</summary>
    /// <param name="task">What the body returned.</param>
    public void LeaveWith(Task? task)
    {
        if (task is null)
            return;
        if (task.IsCompleted)
        {
            if (task.IsFaulted && _begins)
                _unit.Fail();
            return;
        }

        var handle = _begins ? UnitHandle.Began(_unit, null) : UnitHandle.Joined(_unit, _unit);
        try
        {
            ReleaseAfter(task, handle, _begins);
        }
        catch
        {
            // The frame gives the hold back.
            handle.Abandon();
            throw;
        }

        _isHandedOver = true;
    }

    /// <inheritdoc cref="LeaveWith(Task)"/>
    /// <returns>What the frame returns in its place: what lies behind a <see cref="ValueTask"/> may be asked once only.</returns>
    public ValueTask LeaveWith(ValueTask task)
    {
        if (task.IsCompletedSuccessfully)
            return task;
        var awaited = task.AsTask();
        LeaveWith(awaited);
        return new ValueTask(awaited);
    }

    /// <inheritdoc cref="LeaveWith(ValueTask)"/>
    /// <typeparam name="T">The result's type.</typeparam>
    public ValueTask<T> LeaveWith<T>(ValueTask<T> task)
    {
        if (task.IsCompletedSuccessfully)
            return task;
        var awaited = task.AsTask();
        LeaveWith(awaited);
        return new ValueTask<T>(awaited);
    }

    /// <summary>
    /// Asked, as an exception filter, when an exception leaves the body: the unit that began here has failed then. One that the method
    /// joined has not yet, for its caller may know what to do. Being cancelled is no failure, as with tasks.
    /// </summary>
    /// <param name="thrown">What was thrown.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>False: nothing is handled.</returns>
    public static bool Notice(object thrown, ref UnitFrame frame)
    {
        if (thrown is not OperationCanceledException && frame._begins)
            frame._unit.Fail();
        return false;
    }

    /// <summary>Puts the caller back where it was, and leaves the unit, unless a task does that later.</summary>
    public readonly void Leave()
    {
        try
        {
            if (_begins)
                PutBack();
        }
        finally
        {
            if (!_isHandedOver)
                _unit.Release();
        }
    }

    private static void Begin(Unit unit, Unit? outer, out UnitFrame frame)
    {
        frame = default;
        frame._unit = unit;
        if (ReferenceEquals(unit, outer))
            return;
        frame._begins = true;
        frame._before = ExecutionContext.Capture();
        frame._outer = Unit.AmbientPlace;
        try
        {
            Unit.SetAmbient(unit);
        }
        catch
        {
            // There is no frame to leave.
            unit.ReleaseUnmeasured();
            throw;
        }

        frame._within = ExecutionContext.Capture();
    }

    // Restoring the context that was there costs nothing; setting the value again makes a new one. What the body changed in the context
    // its caller is to see, so then the value is set.
    private readonly void PutBack()
    {
        if (_before is not null && ReferenceEquals(ExecutionContext.Capture(), _within))
            ExecutionContext.Restore(_before);
        else if (ReferenceEquals(Unit.Ambient, _unit))
            Unit.SetAmbient(_outer);
    }

    private static async Task<TTask> CallAsync<TTask>(string name, Func<object?[], TTask> call, object?[] arguments)
        where TTask : Task
    {
        var handle = await UnitOfWork.EnterAsync(name);
        var unit = handle.Unit;
        TTask task;
        try
        {
            task = call(arguments);
        }
        catch (Exception e)
        {
            if (e is not OperationCanceledException)
                unit.Fail();
            handle.Release();
            throw;
        }

        // This method's context ends with it, so only the hold has to go.
        if (task is { IsCompleted: false })
        {
            try
            {
                ReleaseAfter(task, handle, begun: true);
                return task;
            }
            catch
            {
                handle.Release();
                throw;
            }
        }

        if (task is { IsFaulted: true })
            unit.Fail();
        handle.Release();
        return task!;
    }

    // The task holds the handle: one that nobody can complete any more is lost with it, and the unit ends.
    private static void ReleaseAfter(Task task, UnitHandle handle, bool begun) => OwnWork.After(task, "ending a unit", () =>
    {
        if (task.IsFaulted && begun)
            handle.Fail();
        handle.Release();
    });
}
