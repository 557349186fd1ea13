using Orleans;
using Orleans.Concurrency;

namespace HotWeave.Orleans.Tests.Silo;

/// <summary>Where calls come in. Each answer says which version and which unit each grain was in that took part.</summary>
public interface IDesk : IGrainWithIntegerKey
{
    /// <summary>Asks a shelf, which asks this desk back, and writes a note without awaiting it.</summary>
    Task<Answer> AskAsync(long shelf);

    /// <summary>For the shelf, while <see cref="AskAsync"/> waits for it.</summary>
    Task<Part> CheckAsync();

    /// <summary>As <see cref="AskAsync"/>, once the gate is closed and a call waits at it.</summary>
    Task<Answer> AskBehindAsync(long shelf);

    /// <summary>Runs until its unit is asked to end.</summary>
    Task<bool> RunUntilCancelledAsync();

    /// <summary>Runs until the operator releases it.</summary>
    Task<Part> RunUntilReleasedAsync();

    /// <summary>Asks the shelf by the call that activates it, whose activation asks another.</summary>
    Task<Part> AskNewAsync(long shelf);
}

/// <summary>One call at a time.</summary>
public interface IShelf : IGrainWithIntegerKey
{
    Task<Part[]> ReadAsync(IDesk desk);

    Task<Part> LookAsync();

    [OneWay]
    Task NoteAsync();

    /// <summary>How many notes there were, and those that were of another version than their desk.</summary>
    Task<int> CountNotesAsync();
}

/// <summary>One of many.</summary>
public interface IScribe : IGrainWithIntegerKey
{
    Task<Part> WriteAsync();
}

/// <summary>What happens without a call: timers, reminders, streams.</summary>
public interface IClock : IGrainWithIntegerKey
{
    /// <summary>Begins the timer, the reminder and the subscription.</summary>
    Task StartAsync();

    /// <summary>By the name of its unit, the last version that each did its work in.</summary>
    Task<Dictionary<string, string>> FindWorkAsync();
}

/// <summary>Gets numbers that follow each other by a stream.</summary>
public interface IFeed : IGrainWithIntegerKey
{
    Task StartAsync();

    Task<Received> FindReceivedAsync();
}

[GenerateSerializer]
public sealed record Received([property: Id(0)] int Count, [property: Id(1)] int OutOfOrder, [property: Id(2)] string[] Units);

[GenerateSerializer]
public sealed record Part([property: Id(0)] string Grain, [property: Id(1)] string Version, [property: Id(2)] string Unit, [property: Id(3)] string? Tag);

[GenerateSerializer]
public sealed record Answer([property: Id(0)] int Number, [property: Id(1)] Part[] Parts);
