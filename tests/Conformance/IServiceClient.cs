namespace HotWeave.Conformance;

/// <summary>What a client asks of a service, by the framework whose integration is tested.</summary>
public interface IServiceClient
{
    /// <summary>
    /// Has several objects of the service take part, which call each other and call back, and one be told something without waiting for it.
    /// All that takes part in the answer belongs to one unit.
    /// </summary>
    Task<Answer> AskAsync(int number);

    /// <summary>How often something was told.</summary>
    Task<int> CountNotesAsync();

    /// <summary>The same as <see cref="AskAsync"/>, going on once the gate is closed.</summary>
    Task<Answer> AskBehindAsync();

    /// <summary>One call of an object that <see cref="AskBehindAsync"/> needs.</summary>
    Task<Part> LookAsync();

    /// <summary>One of many calls that need nothing of each other.</summary>
    Task<Part> LookAsideAsync(int number);

    /// <summary>Runs until its unit is asked to end.</summary>
    Task<bool> RunUntilCancelledAsync();

    /// <summary>Runs until the operator releases it.</summary>
    Task<Part> RunUntilReleasedAsync();

    /// <summary>Sends the next message of the one stream of this client.</summary>
    Task SendAsync(int number);

    /// <summary>How many messages came by the stream, the first number that did not follow the one before (0 if there is none), and in
    /// which units.</summary>
    Task<(int Count, int OutOfOrder, string[] Units)> FindReceivedAsync();
}
