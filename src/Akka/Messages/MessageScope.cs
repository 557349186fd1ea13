namespace HotWeave.Akka.Messages;

/// <summary>
/// Who may wait for what a message leads to: the handling of one message, and round it the handlings from which the message came. While
/// one of them goes on, what it sent must not wait at the gate, as the swap waits for its unit. Thread-safe.
/// </summary>
/// <remarks>
/// It goes by the handling and not by its unit: a message that joins a unit extends it, so that two actors which send each other messages
/// without end would never let it end.
/// </remarks>
internal sealed class MessageScope
{
    private static readonly AsyncLocal<MessageScope?> s_current = new();

    private readonly bool _isHandling;
    private volatile MessageScope? _outer;
    private volatile bool _isClosed;

    private MessageScope(CapturedUnit unit, MessageScope? outer, bool isHandling)
    {
        Unit = unit;
        _outer = outer?.FindOpen();
        _isHandling = isHandling;
    }

    /// <summary>The unit of the handling.</summary>
    internal CapturedUnit Unit { get; }

    // Of who is no actor all that is known is the unit.
    private bool IsOpen => _isHandling ? !_isClosed : Unit.IsRunning;

    /// <summary>Begins the handling of a message in the caller's unit.</summary>
    /// <param name="sender">What the message carries.</param>
    internal static MessageScope Begin(MessageScope? sender) =>
        s_current.Value = new MessageScope(UnitOfWork.Capture(), sender, isHandling: true);

    /// <summary>For a handling that is no unit: what it sends belongs to what it was sent by.</summary>
    internal static void PassOn(MessageScope? sender) => s_current.Value = sender?.FindOpen();

    /// <summary>What a message carries that is sent now.</summary>
    internal static MessageScope? Capture()
    {
        var handling = s_current.Value;
        var unit = UnitOfWork.Capture();
        return !unit.IsRunning || handling?.Unit == unit ? handling?.FindOpen() : new MessageScope(unit, handling, isHandling: false);
    }

    /// <summary>The innermost handling that goes on; null when none does.</summary>
    internal MessageScope? FindOpen()
    {
        var scope = this;
        while (scope is { IsOpen: false })
            scope = scope._outer;
        // Ended ones are let go, or messages that lead to messages would keep a chain of them.
        if (scope?._outer is { IsOpen: false } ended)
            scope._outer = ended.FindOpen();
        return scope;
    }

    /// <summary>The message has been handled.</summary>
    internal void Close() => _isClosed = true;
}
