using HotWeave.Runtime;
using Orleans;

namespace HotWeave.Orleans.Tests.Silo;

/// <summary>Is not told of swaps.</summary>
public interface IStall : IGrainWithIntegerKey
{
    Task<string> GreetAsync();

    /// <summary>How often it was called, in fields of the grain.</summary>
    Task<string> CountAsync();
}

[Swappable]
public sealed class Stall : Grain, IStall
{
    private string _sign = "";
    private int _calls;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _sign = "closed";
        return Task.CompletedTask;
    }

    public Task<string> GreetAsync() => Task.FromResult($"{_sign} 1");

    public Task<string> CountAsync() => Task.FromResult($"{++_calls}");
}
